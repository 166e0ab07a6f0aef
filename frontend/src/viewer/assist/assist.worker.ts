import { Work, type Question } from './work'

const work = new Work((reply) => self.postMessage(reply))

self.onmessage = ({ data }: MessageEvent<Question>) => void work.take(data)
