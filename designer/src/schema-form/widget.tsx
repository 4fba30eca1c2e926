import { type ComponentType, lazy, Suspense } from 'react';
import type { WidgetProps } from './form-context';
import { type FieldKind, kindOf } from './schema';
import { AnyWidget } from './widgets/any-widget';
import { BooleanWidget } from './widgets/boolean-widget';
import { ChoiceWidget } from './widgets/choice-widget';
import { DateTimeWidget } from './widgets/date-time-widget';
import { DurationWidget } from './widgets/duration-widget';
import { ListWidget } from './widgets/list-widget';
import { MapWidget } from './widgets/map-widget';
import { NumberWidget } from './widgets/number-widget';
import { ObjectWidget } from './widgets/object-widget';
import { CalendarWidget, ConnectionWidget, HostWidget, SecretWidget, TimeZoneWidget, VmWidget, WorkflowWidget } from './widgets/pickers';
import { SelectorWidget } from './widgets/selector-widget';
import { TargetsWidget } from './widgets/targets-widget';
import { MultilineWidget, TextWidget } from './widgets/text-widget';

// Words and times of a cron expression are two libraries that few forms need.
const CronWidget = lazy(() => import('./widgets/cron-widget'));

const widgets: Record<FieldKind, ComponentType<WidgetProps>> = {
  text: TextWidget,
  multiline: MultilineWidget,
  number: NumberWidget,
  boolean: BooleanWidget,
  choice: ChoiceWidget,
  list: ListWidget,
  map: MapWidget,
  object: ObjectWidget,
  duration: DurationWidget,
  'date-time': DateTimeWidget,
  cron: CronWidget,
  selector: SelectorWidget,
  targets: TargetsWidget,
  connection: ConnectionWidget,
  secret: SecretWidget,
  workflow: WorkflowWidget,
  vm: VmWidget,
  host: HostWidget,
  calendar: CalendarWidget,
  'time-zone': TimeZoneWidget,
  expression: TextWidget,
  any: AnyWidget,
};

/** The control for a value, by its schema. */
export const Widget = (props: WidgetProps) => {
  const Control = widgets[kindOf(props.schema)];
  return (
    <Suspense fallback={<TextWidget {...props} />}>
      <Control {...props} />
    </Suspense>
  );
};
