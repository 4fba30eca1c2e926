import { Background, BackgroundVariant, MiniMap, Panel, ReactFlow, type ReactFlowProps, useReactFlow, useStore } from '@xyflow/react';
import { Maximize, Minus, Plus } from 'lucide-react';
import { type ReactNode, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/format/use-format';
import { useMode } from '@/theme/mode';
import { ContainerView } from './container-node';
import { entriesOf } from './entries';
import { EntryView } from './entry-edge';
import type { CanvasEdge, CanvasNode } from './flow';
import { grid } from './geometry';
import { NoteView } from './note-node';
import { StepView } from './step-node';
import { TransitionView } from './transition-edge';
import '@xyflow/react/dist/base.css';
import './canvas.css';
import './container.css';

const nodeTypes = { step: StepView, container: ContainerView, note: NoteView };
const edgeTypes = { transition: TransitionView, entry: EntryView };
const manySteps = 30;
const tooManyToDraw = 200;
export const fitting = { padding: 0.12, maxZoom: 1, minZoom: 0.1 };

type Props = ReactFlowProps<CanvasNode, CanvasEdge> & { legend?: boolean; children?: ReactNode };

/** The drawing of a workflow, for the Editor and the Run page: what both show alike. Stands in a `ReactFlowProvider`. */
export const CanvasFrame = ({ children, legend = true, ...flow }: Props) => {
  const { t } = useTranslation('canvas');
  const mode = useMode();
  const count = flow.nodes?.length ?? 0;
  const edges = useEdgesWithEntries(flow);
  const labels = useMemo(
    () => ({
      'node.a11yDescription.default': '',
      'node.a11yDescription.keyboardDisabled': '',
      'edge.a11yDescription.default': '',
      'controls.ariaLabel': t('canvas'),
      'minimap.ariaLabel': t('map'),
      'handle.ariaLabel': t('handle'),
    }),
    [t],
  );
  return (
    <ReactFlow<CanvasNode, CanvasEdge>
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      colorMode={mode}
      ariaLabelConfig={labels}
      aria-label={t('canvas')}
      snapToGrid
      snapGrid={[grid, grid]}
      minZoom={0.1}
      maxZoom={2}
      fitView
      fitViewOptions={fitting}
      onlyRenderVisibleElements={count > tooManyToDraw}
      elevateNodesOnSelect={false}
      disableKeyboardA11y
      attributionPosition="top-right"
      {...flow}
      edges={edges}
    >
      <Background variant={BackgroundVariant.Dots} gap={grid} size={1} color="color-mix(in srgb, var(--control) 45%, transparent)" />
      {count > manySteps && <MiniMap pannable zoomable className="canvas-map" nodeColor="var(--control)" nodeStrokeWidth={0} />}
      <ZoomPanel />
      {legend && (
        <Panel position={count > manySteps ? 'bottom-center' : 'bottom-right'} className="canvas-legend">
          <span>{t('right')}</span> <span className="canvas-legend-adverse">{t('down')}</span>
        </Panel>
      )}
      {children}
    </ReactFlow>
  );
};

const useEdgesWithEntries = ({ nodes = [], edges = [] }: Pick<Props, 'nodes' | 'edges'>): CanvasEdge[] => {
  const entries = entriesOf(nodes, edges);
  // The same lines as long as they lead to the same steps, wherever those are dragged.
  const key = entries.map(({ id }) => id).join('\n');
  const lasting = useRef({ key, entries });
  if (lasting.current.key !== key) lasting.current = { key, entries };
  const drawn = lasting.current.entries;
  return useMemo(() => (drawn.length === 0 ? edges : [...edges, ...(drawn as unknown as CanvasEdge[])]), [edges, drawn]);
};

const ZoomPanel = () => {
  const { t } = useTranslation('canvas');
  const { percent } = useFormat();
  const { zoomIn, zoomOut, zoomTo, fitView } = useReactFlow();
  const zoom = useStore((state) => state.transform[2]);
  return (
    <Panel position="bottom-left" className="canvas-zoom">
      <button type="button" onClick={() => zoomOut()} aria-label={t('zoomOut')} title={t('zoomOut')}>
        <Minus size={14} aria-hidden />
      </button>
      <button type="button" className="canvas-zoom-now" onClick={() => zoomTo(1)} aria-label={t('zoom', { percent: percent(zoom) })}>
        {percent(zoom)}
      </button>
      <button type="button" onClick={() => zoomIn()} aria-label={t('zoomIn')} title={t('zoomIn')}>
        <Plus size={14} aria-hidden />
      </button>
      <button type="button" onClick={() => fitView(fitting)} aria-label={t('fit')} title={t('fit')}>
        <Maximize size={14} aria-hidden />
      </button>
    </Panel>
  );
};
