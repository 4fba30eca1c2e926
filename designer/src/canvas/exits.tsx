import { Handle, Position } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import type { DrawnExit } from './drawing';
import { notch } from './geometry';
import { useNames } from './names';

/** The ways out: dots at the right edge, named where there are several, and notches on the lower edge for what is adverse. */
export const Exits = ({ exits }: { exits: readonly DrawnExit[] }) => {
  const { t } = useTranslation('canvas');
  const names = useNames();
  const normal = exits.filter(({ adverse }) => !adverse);
  return exits.map(({ name, adverse, taken, known, x, y }) => {
    const label = names.outcome(name);
    const hint = known ? (taken ? label : t('notTaken', { outcome: label })) : t('unknownOutcome', { outcome: name });
    const common = { id: name, type: 'source' as const, title: hint, 'data-outcome': name, 'data-taken': taken, 'data-known': known };
    if (adverse) {
      return (
        <Handle key={name} {...common} position={Position.Bottom} className="notch" style={{ left: x, top: y, width: notch.width }}>
          {label}
        </Handle>
      );
    }
    return (
      <Handle key={name} {...common} position={Position.Right} className="exit" style={{ left: x, top: y }}>
        {(normal.length > 1 || !known) && <span className="exit-name">{label}</span>}
      </Handle>
    );
  });
};
