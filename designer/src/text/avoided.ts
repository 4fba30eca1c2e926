/** Words that the glossary tells to avoid, and where they are right after all. */
export const avoided: [word: RegExp, instead: string][] = [
  [/活动/, '动作'],
  [/操作(?!系统)/, '动作, 变更'],
  [/节点/, '步骤'],
  [/转换/, '连线'],
  [/账号/, '平台连接'],
  [/资源池/, '纳管资源'],
  [/预案/, '变更预览'],
  [/效果/, '影响级别'],
  [/租约/, '占用'],
  [/风控/, '护栏规则'],
  [/(?<!运维|工作)流程(?!控制)/, '工作流, 运维流程'],
  [/(?<!变更|维护)窗口/, '变更窗口'],
];
