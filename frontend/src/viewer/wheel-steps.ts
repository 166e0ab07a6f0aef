/** A notch of a wheel is one step; the small movements of a touch pad add up to one. */
export class WheelSteps {
  private rest = 0

  turn({ deltaY, deltaMode }: Pick<WheelEvent, 'deltaY' | 'deltaMode'>): number {
    if (deltaMode !== 0 || Math.abs(deltaY) >= NOTCH) return Math.sign(deltaY)
    this.rest += deltaY
    const steps = Math.trunc(this.rest / NOTCH)
    this.rest -= steps * NOTCH
    return steps
  }
}

const NOTCH = 50
