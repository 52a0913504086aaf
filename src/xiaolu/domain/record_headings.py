"""The headings of tables of customers, contacts, activities, competitors, people and teams: field → Chinese words, then English ones by bar.

The first word of each language is the one that exports and templates write.
"""

ACCOUNTS: dict[str, str] = {
    "name": "客户名称 公司名称 客户公司 企业名称 单位名称 客户单位 客户姓名 客户 公司 企业 单位 名称|customer|account|"
    "account name|customer name|company|company name|organisation|organization|client",
    "code": "客户编号 客户编码 客户代码 编号 编码 代码|code|customer code|account code|customer number|account number",
    "credit_code": "统一社会信用代码 社会信用代码 信用代码 统一信用代码 营业执照号 税号 纳税人识别号|credit code|"
    "unified social credit code|uscc|tax number|tax id|tax code",
    "kind": "客户性质 性质 类别|kind|account kind|customer kind",
    "industry": "行业 客户行业 所属行业 行业类别 行业分类|industry|sector",
    "source": "来源 客户来源 线索来源 渠道来源 来源渠道 获客渠道|source|lead source|origin|channel",
    "owner": "负责人 归属人 客户负责人 所有人 所有者 销售负责人 销售员 销售人员 销售代表 销售顾问 业务员 客户经理 跟进人|"
    "owner|account owner|sales rep|salesperson|assigned to|responsible",
    "contact": "联系人 联系人姓名 主要联系人 联系人名称|contact|contact name|contact person|primary contact",
    "phone": "电话 手机 手机号 手机号码 联系电话 联系手机 电话号码 联系方式 固定电话 座机|phone|mobile|mobile phone|"
    "phone number|tel|telephone|cell",
    "email": "邮箱 邮箱地址 电子邮箱 电子邮件 邮件|e-mail|email|mail|email address",
    "wechat": "微信 微信号|wechat|wechat id",
    "region": "区域 地区 所在地区 省份 城市 省市|region|area|province|city",
    "address": "地址 详细地址 公司地址 联系地址 办公地址|address|street",
    "website": "网址 网站 官网 公司网站|website|web|url|homepage",
    "products_used": "在用产品 使用产品 现用产品|products used",
    "yearly_volume": "客户年用量 年需求量 年用量 预估年用量|customer volume|yearly volume|annual volume",
    "current_supplier": "现供应商 现有供应商 当前供应商 现用供应商 目前供应商|current supplier|supplier",
    "supplier_price": "现供应价 供应商价格 现采购价|supplier's price|supplier price",
    "payment_terms": "付款条件 结算条件 账期|payment terms|terms of payment",
    "credit_limit": "信用额度 授信额度|credit limit",
    "business": "主营业务 业务情况 经营范围|business|line of business",
    "organisation": "组织架构 组织情况|organisation chart|structure",
    "employees": "员工情况 员工人数 人员规模|employees|number of employees",
    "purchasing_habits": "采购习惯 购买习惯|purchasing habits",
    "relationship": "合作历史 关系历史 合作情况|history of the relationship|relationship history",
    "note": "备注 备注说明 说明 描述 备注信息|note|notes|remark|remarks|comment|comments|description",
}
CONTACTS: dict[str, str] = {
    "account": "客户名称 公司名称 客户公司 企业名称 单位名称 所属客户 客户单位 客户 公司 企业 单位|customer|account|"
    "account name|customer name|company|company name|organisation|organization|client",
    "name": "联系人 联系人姓名 姓名 联系人名称 名字|contact|contact name|contact person|name|full name",
    "post": "职务 职位 岗位 头衔|post|position|job title|title|role",
    "phone": "手机 手机号 手机号码 电话 联系电话 联系手机 电话号码 联系方式|phone|mobile|mobile phone|phone number|tel|cell",
    "email": "邮箱 邮箱地址 电子邮箱 电子邮件 邮件|e-mail|email|mail|email address",
    "wechat": "微信 微信号|wechat|wechat id",
    "no_messages": "不收消息 拒收消息 不想收消息 退订|wants no messages|no messages|opt out|opted out|unsubscribed",
    "note": "备注 备注说明 说明 描述|note|notes|remark|remarks|comment|comments|description",
}
ACTIVITIES: dict[str, str] = {
    "number": "活动编号|activity number",
    "external_id": "外部编号 编号 外部ID 记录编号 跟进编号 序号|external id|external key|key|record id|activity id|id|number",
    "day": "日期 活动日期 拜访日期 跟进日期 联系日期 沟通日期 发生日期 跟进时间 沟通时间 拜访时间 联系时间 活动时间|day|date|"
    "activity date|visit date|call date|date of visit|due date",
    "kind": "类型 活动类型 跟进方式 跟进类型 沟通方式 拜访方式 活动方式|kind|type|activity type|activity kind|kind of activity",
    "account": "客户名称 公司名称 客户公司 企业名称 单位名称 客户单位 客户 公司 企业 单位 客户编号 客户编码|customer|account|"
    "account name|customer name|company|company name|organisation|organization|client|customer code",
    "opportunity": "商机编号 商机 关联商机|opportunity|opportunity number|opportunity id|deal|deal id",
    "owner": "负责人 跟进人 跟进人员 执行人 拜访人 销售 销售员 销售人员 销售代表 业务员 谁|who|owner|done by|activity owner|"
    "sales rep|salesperson|assigned to|responsible",
    "state": "状态 活动状态 完成情况|state|status|activity status",
    "start": "时间 开始时间 时刻|time|start|start time",
    "minutes": "分钟 时长 分钟数 用时|minutes|duration",
    "subject": "主题 目的 拜访目的 事由 标题|what for|subject|purpose|topic|title",
    "result": "内容 跟进内容 沟通内容 拜访内容 跟进记录 沟通记录 拜访记录 跟进情况 拜访结果 结果 发生了什么 备注|what happened|"
    "result|content|notes|note|description|summary|comments|comment",
    "contact": "联系人 联系人姓名 见了谁 拜访对象|who was met|contact|contacts|contact name|contact person|met",
    "reached": "触达 联系上了 是否触达 是否接通|reached|answered|connected",
    "in_charge_met": "见到负责人 是否见到负责人|person in charge met|decision maker met",
    "signals": "购买信号|buying signals|signals",
    "time_kind": "时间类别|kind of time|time kind",
    "words": "客户原话|in the customer's words|customer's words|quote",
    "key_activity": "关键活动|key activity",
    "cancelled_because": "取消原因|why it was called off|reason called off",
}
COMPETITORS: dict[str, str] = {
    "name": "竞争对手 竞争对手名称 对手名称 竞品 竞品名称 竞争品牌 竞争者 名称|competitor|competitor name|rival|name",
    "code": "竞争对手编号 竞争对手编码 对手编号 编号 编码 代码|competitor code|code|competitor number",
    "note": "备注 备注说明 说明 描述 优势 特点|note|notes|remark|remarks|comment|comments|description|strengths",
}
PEOPLE: dict[str, str] = {
    "login": "登录名 账号 帐号 用户名 工号 登录账号|login|user name|username|account name|user",
    "name": "姓名 员工姓名 名字 人员|name|full name|employee",
    "email": "邮箱 电子邮箱 电子邮件 邮件|e-mail|email|mail|email address",
    "phone": "手机 手机号 手机号码 电话 联系电话|phone|mobile|mobile phone|phone number|tel",
    "team": "团队 销售团队 所属团队 部门 所属部门 小组|team|sales team|home team|department",
    "roles": "角色 岗位角色 权限|roles|role",
    "since": "入队日期 加入日期 入职日期 起始日期|in team since|since|joined|start date",
}
TEAMS: dict[str, str] = {
    "code": "团队编码 团队编号 团队代码 部门编码 编码 编号 代码|team code|code|department code",
    "name": "团队名称 团队 部门名称 部门 名称|team|team name|name|department",
    "parent": "上级团队 上级部门 上级 所属团队|part of|parent|parent team|above",
    "since": "起始日期 成立日期|since|start date",
}
RECORD_HEADINGS = {
    "accounts": ACCOUNTS,
    "contacts": CONTACTS,
    "activities": ACTIVITIES,
    "competitors": COMPETITORS,
    "people": PEOPLE,
    "teams": TEAMS,
}
REQUIRED = {
    "accounts": ("name",), "contacts": ("account", "name"), "activities": ("day", "kind"), "competitors": ("name",), "people": ("login", "name"),
    "teams": ("code", "name"),
}  # fmt: skip


def words(headings: str) -> tuple[list[str], list[str]]:
    """`客户 公司|account|account name` → the Chinese words and the English ones."""
    chinese, *english = headings.split("|")
    return chinese.split(), english
