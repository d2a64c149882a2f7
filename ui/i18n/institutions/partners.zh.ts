import type { partnersEn } from './partners.en.ts';

export const partnersZh: Readonly<Record<keyof typeof partnersEn, string>> = {
  'partners.title': '社区合伙人',
  'partners.rule': '{runs}次运行的平均',
  'partners.none': '这些情景中没有社区合伙人。',
  'partners.serving': '合伙人',
  'partners.serving.unit': '服务中的数量',
  'partners.serving.column': '合伙人数',
  'partners.publicness': '公共性',
  'partners.publicness.unit': '合伙人平均，%；0表示尚无',
  'partners.publicness.column': '公共性，%',
  'partners.fund': '基金',
  'partners.fund.unit': '千元',
  'partners.fund.column': '基金，千元',
  'partners.returned': '返还基金',
  'partners.returned.unit': '过去一年，千元',
  'partners.returned.column': '一年返还，千元',
  'partners.kinds': '合伙人的类型',
  'partners.kinds.unit': '{who}；右侧为最后一周',
  'partners.kind.business': '企业',
  'partners.kind.social': '社会组织',
  'partners.kind.individual': '个人',
  'partners.service': '收费为市场价的{fee}，每周使用{uses}次',
  'partners.roles':
    '最后一周，{consumers}位居民仅使用服务（消费者），{customers}位还发声（顾客），{citizens}位以其他方式参与（公民）。',
  'partners.exits': '{sabotage}个合伙人因合作破坏被清退，{loss}个因亏损退出。',
  'partners.replaced': '过去一年合伙人返还{returned}，补贴为{subsidy}。',
  'partners.unsubsidised': '过去一年合伙人返还{returned}，没有补贴。',
  'partners.closed': '{runs}次运行中有{closed}次基金已关闭。',
  'partners.summary':
    '{who}，第{week}周：{serving}个合伙人，公共性{publicness}%；基金余额{fund}千元，过去一年收到返还{returned}千元。{runs}次运行中有{closed}次基金已关闭。',
};
