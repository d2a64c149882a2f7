/** Units of the parameter table in Chinese; the table itself has them in English. */
import type { Words } from './words.ts';

export const UNITS_ZH: Readonly<Record<string, string>> = {
  weeks: '周',
  week: '周',
  households: '户',
  residents: '人',
  share: '比例',
  floors: '层',
  dwellings: '户',
  stairwells: '单元',
  'm²': '平方米',
  trait: '特质',
  logit: '对数几率',
  correlation: '相关系数',
  strength: '强度',
  ties: '条联系',
  probability: '概率',
  quality: '质量',
  acts: '次参与',
  factor: '倍数',
  output: '产出',
  progress: '进度',
  G: '政府投入G',
  ρ: '指数ρ',
  effect: '成效',
  '1/week': '每周',
  weight: '权重',
  '1/act': '每次参与',
  CNY: '元',
  id: '编号',
  'hourly wages': '小时工资',
  seats: '名额',
};

/** A unit of the parameter table in the page's language. */
export function unitText(unit: string, { locale }: Words): string {
  return (locale === 'zh' ? UNITS_ZH[unit] : undefined) ?? unit;
}
