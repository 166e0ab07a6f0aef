/** What dragging does with the view: window, zoom, pan. Drawing is the annotation layer's. */
import { Enums, PanTool, ToolGroupManager, WindowLevelTool, ZoomTool } from '@cornerstonejs/tools'

export type ViewTool = 'window' | 'zoom' | 'pan'

const { MouseBindings } = Enums

const nameOf = ({ toolName }: { toolName: unknown }): string => String(toolName)

const TOOL_NAMES: Record<ViewTool, string> = {
  window: nameOf(WindowLevelTool),
  zoom: nameOf(ZoomTool),
  pan: nameOf(PanTool),
}

const OTHER_BUTTON: Partial<Record<ViewTool, number>> = {
  pan: MouseBindings.Auxiliary,
  zoom: MouseBindings.Secondary,
}

/** The tools of one viewport; the middle button always pans, the right one zooms. */
export class ViewTools {
  private readonly group

  constructor(
    private readonly viewportId: string,
    engineId: string,
  ) {
    const group = ToolGroupManager.createToolGroup(viewportId)
    if (!group) throw new Error(`There is a tool group ${viewportId} already`)
    this.group = group
    for (const name of Object.values(TOOL_NAMES)) group.addTool(name)
    group.addViewport(viewportId, engineId)
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
