/** What the mouse does with the view: window, zoom, pan, scroll. Drawing is the annotation layer's. */
import {
  Enums,
  PanTool,
  StackScrollTool,
  ToolGroupManager,
  WindowLevelTool,
  ZoomTool,
} from '@cornerstonejs/tools'

export type ViewTool = 'window' | 'zoom' | 'pan'

const { MouseBindings } = Enums

const TOOL_NAMES: Record<ViewTool, string> = {
  window: WindowLevelTool.toolName,
  zoom: ZoomTool.toolName,
  pan: PanTool.toolName,
}

const OTHER_BUTTON: Partial<Record<ViewTool, number>> = {
  pan: MouseBindings.Auxiliary,
  zoom: MouseBindings.Secondary,
}

/** The tools of one viewport; the middle button always pans, the right one zooms, the wheel scrolls. */
export class ViewTools {
  private readonly group

  constructor(
    private readonly viewportId: string,
    engineId: string,
  ) {
    const group = ToolGroupManager.createToolGroup(viewportId)
    if (!group) throw new Error(`There is a tool group ${viewportId} already`)
    this.group = group
    for (const name of [...Object.values(TOOL_NAMES), StackScrollTool.toolName]) group.addTool(name)
    group.addViewport(viewportId, engineId)
    group.setToolActive(StackScrollTool.toolName, { bindings: [{ mouseButton: MouseBindings.Wheel }] })
    this.useLeftButtonFor(null)
  }

  /** null: the left button belongs to the annotation layer. */
  useLeftButtonFor(tool: ViewTool | null): void {
    for (const [each, name] of Object.entries(TOOL_NAMES) as [ViewTool, string][]) {
      const other = OTHER_BUTTON[each]
      const bindings = [
        ...(other === undefined ? [] : [{ mouseButton: other }]),
        ...(each === tool ? [{ mouseButton: MouseBindings.Primary }] : []),
      ]
      // Bindings add up as long as a tool stays active.
      this.group.setToolPassive(name, { removeAllBindings: true })
      if (bindings.length) this.group.setToolActive(name, { bindings })
    }
  }

  destroy(): void {
    ToolGroupManager.destroyToolGroup(this.viewportId)
  }
}
