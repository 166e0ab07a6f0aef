import { keysOf } from '@/lib/label-keys'
import { use, useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProductNotice } from '@/components/product-notice'
import type { Place } from '@/viewer/shapes'
import { usePins, type Pins } from '@/viewer/use-pins'
import { AssistBar } from './assist/assist-bar'
import { CommentsCorner } from './components/comments-corner'
import { GuidelineDialog } from './components/guideline-dialog'
import { HistoryPanel } from './components/history-panel'
import { KeysDialog } from './components/keys-dialog'
import { LinkBar } from './components/link-bar'
import { MetadataDialog } from './components/metadata-dialog'
import { NoteLine } from './components/note-line'
import { SampleRail } from './components/sample-rail'
import { SaveState } from './components/save-state'
import { SidePanel } from './components/side-panel'
import { ToolBar } from './components/tool-bar'
import { TopBar } from './components/top-bar'
import { WindowMenu } from './components/window-menu'
import { ViewBar } from './components/view-bar'
import { MaskBar } from './masks/mask-bar'
import type { Command } from './model/keys'
import shared from './reading.module.css'
import styles from './room.module.css'
import { Stage } from './stage/stage'
import { StageBar } from './stage/stage-bar'
import type { Handles } from './stage/handles'
import { performer } from './use-commands'
import { KeymapContext } from './use-keymap'
import { useKeys } from './use-keys'
import { isEdit, usePast } from './use-past'
import { useIsTraining, useTraining } from './use-training'
import { useRoom, type RoomProps, type RoomState } from './use-room'

export function Room(props: RoomProps) {
  const { opened, items, onExit } = props
  const { t } = useTranslation('reading')
  const isTraining = useIsTraining(opened.set.id)
  const room = useRoom({ ...props, staysWhenDone: isTraining })
  const viewport = room.stage.handles
  const training = useTraining(room, isTraining)
  const [hidden, setHidden] = useState<{ left: boolean; right: boolean }>({ left: false, right: false })
  const [dialog, setDialog] = useState<'keys' | 'guideline' | 'metadata' | null>(null)
  const toggle = (side: 'left' | 'right') => setHidden((now) => ({ ...now, [side]: !now[side] }))
  const past = usePast(room.session, room.snapshot, room.reading.selected?.id ?? null)
  const pins = useRoomPins(room, opened.set.id)
  const perform = (command: Command) => {
    if (past.version !== null && isEdit(command)) {
      past.look(null)
      return true
    }
    const panels = { toggle, show: setDialog, toggleHistory: past.toggle }
    return performer(room, viewport.current, panels)(command)
  }

  useKeys(
    use(KeymapContext),
    () => ({
      tool: room.tool,
      hasSelection: room.reading.selected !== null && room.reading.selected.kind !== 'image_label',
      isDrawing: viewport.current?.isDrawing() ?? false,
      hasPen: viewport.current?.hasPen() ?? false,
      hasGrip: viewport.current?.hasGrip() ?? false,
      hasProposal: room.assist.job.state === 'proposal',
      allowed: room.allowed,
      labelKeys: [...keysOf(room.labels).values()],
    }),
    perform,
  )
  useFocusPicture(viewport, room.view !== null)

  return (
    <main className={shared.room} aria-label={t('room')} data-left={!hidden.left} data-right={!hidden.right}>
      <TopBar
        packageName={opened.package.name}
        setName={opened.set.name}
        index={room.index}
        count={items.length}
        window={<WindowMenu view={room.view} onCommand={perform} />}
        viewBar={<ViewBar areAllHidden={room.care.areAllHidden} onCommand={perform} />}
        saveState={<SaveState saving={room.saving} isOpen={room.snapshot !== null} />}
        isDone={room.examination?.state === 'done'}
        onDone={room.finish}
        onExit={onExit}
      />
      <LinkBar link={room.saving.link} onTry={room.hurry} />
      {!hidden.left && <SampleRail items={items} index={room.index} onOpen={props.onSampleChange} />}
      <div className={styles.stage} data-region="picture">
        <StageBar stage={room.stage} onCommand={perform} />
        <MaskBar room={room} onCommand={perform} />
        <Stage room={room} past={past.shown ?? training.answer} labels={opened.labels} pins={pins} />
        {props.comments && (
          <CommentsCorner count={pins.pins.length}>{props.comments(pins.slot)}</CommentsCorner>
        )}
        <AssistBar assist={room.assist} tool={room.tool} onCommand={perform} />
        <NoteLine note={room.note} />
        <p className={styles.product}>
          <ProductNotice />
        </p>
      </div>
      {past.isOpen && <HistoryPanel past={past} room={room} labels={opened.labels} />}
      {!hidden.right && !past.isOpen && <SidePanel room={room} labels={opened.labels} training={training} />}
      <ToolBar
        tool={room.tool}
        allowed={room.allowed}
        canUndo={room.snapshot?.canUndo ?? false}
        canRedo={room.snapshot?.canRedo ?? false}
        hidden={hidden}
        onPanel={toggle}
        onTool={(tool) => perform({ type: 'tool', tool })}
        onCarry={room.assist.canCarry ? () => perform({ type: 'carry' }) : undefined}
        onUndo={() => perform({ type: 'undo' })}
        onRedo={() => perform({ type: 'redo' })}
        isHistoryOpen={past.isOpen}
        onHistory={past.toggle}
        onGuideline={() => setDialog('guideline')}
        onKeys={() => setDialog('keys')}
      />
      {dialog === 'keys' && <KeysDialog onClose={() => setDialog(null)} />}
      {dialog === 'metadata' && <MetadataDialog view={room.view} onClose={() => setDialog(null)} />}
      {dialog === 'guideline' && (
        <GuidelineDialog guideline={opened.set.guideline} onClose={() => setDialog(null)} />
      )}
    </main>
  )
}

/** Comments are shown where they are pinned. */
function useRoomPins({ sample, images, showImage }: RoomState, setId: string): Pins {
  const show = useCallback(
    (imageId: string, place: Place) =>
      showImage(
        images.findIndex(({ id }) => id === imageId),
        place,
      ),
    [images, showImage],
  )
  return usePins(setId, sample.id, show)
}

/** The keys go to the picture from the start. */
function useFocusPicture(handles: Handles, hasView: boolean): void {
  useEffect(() => {
    if (hasView && document.activeElement === document.body) handles.current?.focus()
  }, [hasView, handles])
}
