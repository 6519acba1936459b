"""What a number of the text counts: one sentence a phenomenon, in our own words."""

import pytest

from .conftest import Read, Values

CASES: list[tuple[str, Values]] = [
    # channels, parts, enumerations
    ("2022年，本机关主动公开政府信息1286条，其中通过门户网站公开912条，政务微博公开210条，微信公众号公开164条。",
     {"published.total": 1286, "website.posts": 912, "weibo.posts": 210, "wechat.posts": 164}),
    ("全年通过微博、微信分别发布信息120条、340条。", {"weibo.posts": 120, "wechat.posts": 340}),
    ("微博、微信公众号、抖音号分别发布作品31、52、17条。",
     {"weibo.posts": 31, "wechat.posts": 52, "short_video.posts": 17}),
    ("经微博、微信公开信息536条。", {"new_media.posts": 536}),
    ("新闻媒体等其他方式公开53条。", {"media.posts": 53}),
    ("利用公示栏、门户网站、报纸和微信等载体主动公开政府信息690条。", {"published.total": 690}),
    ("“两微一端”发布信息3021条。", {"new_media.posts": 3021}),
    ("依托门户网站、宣传栏和入户走访等多种途径公开信息2460条。", {"published.total": 2460}),
    ("借助微信、座谈会以及报纸、电台等途径，主动公开政务信息870条。", {"published.total": 870}),
    ("编印《青川市人民政府公报》8期，在《青川日报》刊发信息36条。", {"gazette.issues": 8, "media.posts": 36}),
    ("门户网站公开机构、会议、采购等428条。", {"website.posts": 428}),
    ("网站信息公开栏目发布动态信息123条。", {"news": 123}),
    ("信息公开专栏发布信息330条，门户网站发布信息1790条。",
     {"disclosure_platform.posts": 330, "website.posts": 1790}),
    ("今年以来，我局通过局门户网站发布各类信息352条，被省政府网站采用18条。", {"website.posts": 352}),
    ("在省政府门户网站公布信息56条，通过我厅门户网站公布信息403条。", {"website.posts": 403}),
    ("通过微博、微信公众号、抖音账号发布信息2150条，总关注量31.5万。",
     {"new_media.posts": 2150, "new_media.followers": 315000}),
    ("今日头条公众号刊发稿件140篇，抖音公众号发布作品35条。", {"app.posts": 140, "short_video.posts": 35}),
    ("配合新闻媒体做好报道，加强宣传引导，全年公开相关信息71条。", {"published.total": 71}),
    ("门户网站设置公开专区，及时公布督办清单9件。", {}),
    ("政策解读发布信息26条。", {"interpretations": 26}),
    ("形成公文210件，其中主动公开公文48件。", {"documents.published": 48}),
    ("起草公文35份，主动公开12份。", {"documents.published": 12}),
    ("门户网站被32名网友关注，信息发布量410条。", {"website.posts": 410}),
    ("主动公开行政许可、行政处罚等信息87条。", {"permits_penalties.published": 87}),
    ("对外公开政府信息730条，归集双公示数据55条。", {"published.total": 730}),
    ("12345便民热线受理咨询投诉64件。", {"hotline.calls": 64}),
    ("举办在线访谈3期，访谈嘉宾答复群众提问21条。", {"interviews": 3}),
    ("门户网站迎来8200次访问。", {"website.visits": 8200}),
    ("人大代表建议和政协提案分别为12件、9件。", {"npc_proposals": 12, "cppcc_proposals": 9}),
    ("政务公开业务培训人数达260人次。", {"training.participants": 260}),
    ("收到申请9件，其中信访类不予处理2件，部分公开3件，其他处理1件。",
     {"requests.received": 9, "requests.not_processed": 2, "requests.partial": 3, "requests.other": 1}),
    ("网上申请有14件，当面申请有3件。", {"requests.online": 14, "requests.in_person": 3}),
    ("收到行政诉讼6件，其中1件被纠正，2件审理中。", {"litigation.cases": 6, "litigation.corrected": 1}),
    # whose number, which year
    ("截至年底，门户网站共公开信息6150条，今年新增940条。", {"website.posts": 940}),
    ("各街道发布公告12条、工作动态30条，我局公开公告5条。", {"notices": 5}),
    ("各街道通过公示栏、网站等载体，公开信息210条。", {}),
    ("去年全年公开信息310条。本年公开信息290条。", {"published.total": 290}),
    ("近三年来公开政府信息总数达2200条。", {}),
    ("计划公开政府信息120条。", {}),
    ("上年末未办结转入4件申请，新收申请15件。", {"requests.carried_in": 4, "requests.received": 15}),
    ("修订制度于2009年12月5日公布；12345平台接听来电27件。", {"hotline.calls": 27}),
    ("通过各种渠道累计公开政府信息5612条，其中本年度新增公开780条。", {"published.total": 780}),
    ("2022年累计推出政务微信225条。", {"wechat.posts": 225}),
    ("门户网站发布信息由1128条增加到1887条。", {"website.posts": 1887}),
    ("新收信息公开申请由上年的125件上升至186件。", {"requests.received": 186}),
    ("收到政府信息公开申请36件，比上年多11件。", {"requests.received": 36}),
    ("今年公开信息1500条，去年为1320条。", {"published.total": 1500}),
    ("2018年收到政府信息公开申请18件，2022年收到政府信息公开申请25件。", {"requests.received": 25}),
    ("网站自开通以来累计访问量突破1.35亿次。", {}),
    ("门户网站日均访问量达3.2万次，年访问量1168万次。", {"website.visits": 11680000}),
    ("所属县区发布微博9800条。", {}),
    ("办理12345热线工单1320件，开通12393热线，12333解答300次。", {"hotline.calls": 1320}),
    ("参加上级培训3次。", {}),
    ("网站开设乡村振兴、所属乡镇财政等6个专题专栏。", {"website.special_topics": 6}),
    ("取消行政审批事项9项，公布公共服务事项310项。", {"service_items": 310}),
    # posts about a thing, attributes of documents
    ("公开会议类信息47条、提案办理19篇、政府采购43条。", {}),
    ("制作公文184件，其中依申请公开3件，不予公开126件。", {}),
    ("公布政策性文件等其他文件113件。", {}),
    ("阅读量10万+的文章有6篇。", {}),
    ("设立信息申请受理点52个、政府信息查阅点15个。", {"reading_points": 15}),
    # requests
    ("2021年共收办依申请公开418件，其中上年结转9件。", {"requests.handled": 418, "requests.carried_in": 9}),
    ("受理公开申请543件（含上年度结转6件），办结541件，转下年度办理2件。",
     {"requests.handled": 543, "requests.carried_in": 6, "requests.closed": 541, "requests.carried_out": 2}),
    ("收到并答复政府信息公开申请12件。", {"requests.received": 12, "requests.closed": 12}),
    ("收到申请22件，其中当面申请2件，网络申请13件，信函申请6件，传真申请1件。",
     {"requests.received": 22, "requests.in_person": 2, "requests.online": 13, "requests.letter": 6,
      "requests.fax": 1}),
    ("全年收到信息公开申请15件，申请人均为自然人，均通过网络提交。",
     {"requests.received": 15, "requests.natural_person": 15, "requests.online": 15}),
    ("答复的申请中，予以公开8件，部分公开2件，不予公开3件，无法提供5件，不予处理1件，其他处理1件。",
     {"requests.granted": 8, "requests.partial": 2, "requests.denied": 3, "requests.unavailable": 5,
      "requests.not_processed": 1, "requests.other": 1}),
    ("（二）依申请公开情况\n全年共受理42件，均按时办结。", {"requests.received": 42}),
    ("收到政府信息公开申请一件，已按时答复。", {"requests.received": 1}),
    ("办结依申请公开信息17件，办理渠道为门户网站、邮寄等途径。", {"requests.closed": 17}),
    ("接到7项政府信息公开申请。", {"requests.received": 7}),
    ("因政府信息公开被申请行政复议4件，其中维持3件、纠正1件，被提起行政诉讼2起。",
     {"review.cases": 4, "review.upheld": 3, "review.corrected": 1, "litigation.cases": 2}),
    ("全年收到依申请公开案件9件，其中7件为自然人申请，2件为法人申请。",
     {"requests.received": 9, "requests.natural_person": 7, "requests.organization": 2}),
    ("收到公开申请21件，19件已办结，2件结转下年度。",
     {"requests.received": 21, "requests.closed": 19, "requests.carried_out": 2}),
    ("因信息公开被申请行政复议6件、行政诉讼0件，其中4件维持，2件纠正。",
     {"review.cases": 6, "review.upheld": 4, "review.corrected": 2, "litigation.cases": 0}),
    # other counts
    ("微信公众号粉丝数达12.6万人，全年推送图文信息896篇，总阅读量230万余次。",
     {"wechat.followers": 126000, "wechat.posts": 896, "wechat.reads": 2300000}),
    ("现有政务新媒体账号23个，其中微博账号5个、微信公众号18个。",
     {"new_media.accounts": 23, "weibo.accounts": 5, "wechat.accounts": 18}),
    ("编发政府公报6期、3.6万册，开设专题专栏12个。",
     {"gazette.issues": 6, "gazette.copies": 36000, "website.special_topics": 12}),
    ("制发规范性文件7件，废止规范性文件3件，主动公开规范性文件7件。",
     {"normative_documents.issued": 7, "normative_documents.repealed": 3, "normative_documents.published": 7}),
    ("公开财政预决算、“三公”经费等信息24条，人事信息9条。", {"budget": 24, "personnel": 9}),
    ("办理人大代表建议32件、政协提案41件。", {"npc_proposals": 32, "cppcc_proposals": 41}),
    ("承办人大代表建议和政协提案共73件。", {"proposals.total": 73}),
    ("办理58件人大议案和政协提案。", {"proposals.total": 58}),
    ("现有专职人员2人，另由3名兼职人员协助。", {"staff.full_time": 2, "staff.part_time": 3}),
    ("“局长信箱”受理群众咨询27件。", {"mailbox.messages": 27}),
    ("“县长信箱”收到来信320封，回复318封。", {"mailbox.messages": 320, "mailbox.answered": 318}),
    ("通过网上互动平台收到留言416条，答复410条。", {"messages.received": 416, "messages.answered": 410}),
    ("召开新闻发布会5场次，在线访谈4期，意见征集17次，网上调查9次。",
     {"press_conferences": 5, "interviews": 4, "consultations": 17, "surveys": 9}),
    ("召开政务公开专题会议2次，开展业务培训3次，参训人员150余人次。",
     {"meetings": 2, "training.sessions": 3, "training.participants": 150}),
    ("从事政府信息公开工作人员6人，其中专职2人、兼职4人。",
     {"staff": 6, "staff.full_time": 2, "staff.part_time": 4}),
    ("专门配备了12名专、兼职工作人员。", {"staff": 12}),
    ("利用《云湖晨报》发布信息32条。按照《云湖市政府信息公开目录》，共公开信息45条。",
     {"media.posts": 32, "published.total": 45}),
    ("全年开展3次栏目检查，对24个单位进行网上抽测。", {"inspections": 3}),
    ("实施政府采购项目14项，采购金额325.6万元。", {"procurement.items": 14, "procurement.amount": 3256000}),
    # Chinese numerals beside names of plans
    ("“十四五”开局之年，县政府共有信息查阅点一处。", {"reading_points": 1}),
    ("十五期间积累经验，去年以来编发公报十五期，今年编发公报二十五期。", {"gazette.issues": 25}),
    ("收到依申请公开一件（自然人一件），确定政务公开兼职人员一名。",
     {"requests.received": 1, "requests.natural_person": 1, "staff.part_time": 1}),
    # topics, things and results in one noun phrase
    ("上年结转政府信息公开申请3件，本年新收64件，办结66件，结转下年度办理1件。",
     {"requests.carried_in": 3, "requests.received": 64, "requests.closed": 66, "requests.carried_out": 1}),
    ("予以公开政府信息公开申请9件，不予公开申请2件，依法不予处理申请4件，其他处理的申请1件。",
     {"requests.granted": 9, "requests.denied": 2, "requests.not_processed": 4, "requests.other": 1}),
    ("信息公开行政复议案件5件，结果纠正1件；政府信息公开行政诉讼案件2件，结果维持2件。",
     {"review.cases": 5, "review.corrected": 1, "litigation.cases": 2, "litigation.upheld": 2}),
    ("接受政务公开培训的人员达64人次。", {"training.participants": 64}),
    ("全年培训政务公开工作人员38人。", {"training.participants": 38}),
    ("网站收到网民留言咨询75条。", {"messages.received": 75}),
    ("行政许可和行政处罚公示140条。", {"permits_penalties.published": 140}),
    # other people's figures, other things, plans
    ("石桥村收到公开申请6件，乡镇经济类专题建成社区公开点。", {}),
    ("制作公文时标注为依申请公开的9件，不予公开类文件31件，保留有效文件84件。", {}),
    ("编辑的信息被上级部门采用27条。", {}),
    ("单篇信息最高点击量达5120次，网站全年访问量48万次。", {"website.visits": 480000}),
    ("计划2023年开展政务公开培训4期。", {}),
    ("按计划举办政务公开培训2期。", {"training.sessions": 2}),
    ("行政复议案件（不限于政府信息公开）共受理19件。", {}),
    # the same of this year; what stays the subject
    ("上年度因政府信息公开引起的行政复议5件，本年度3件。", {"review.cases": 3}),
    ("去年召开新闻发布会4场，今年共召开6场。", {"press_conferences": 6}),
    ("（含上年度转结申请2件）答复公开申请31件。", {"requests.carried_in": 2, "requests.closed": 31}),
    ("去年收到公开申请30件，今年办结26件。", {"requests.closed": 26}),
    ("领导信箱共收到群众来信83件，答复79件。", {"mailbox.messages": 83, "mailbox.answered": 79}),
    ("局长信箱收到来信14件，办结13件；受理网上咨询82件，办结答复81件。",
     {"mailbox.messages": 14, "mailbox.answered": 13, "messages.received": 82, "messages.answered": 81}),
    ("行政复议案件7件，行政诉讼案件0件，结果维持4件。",
     {"review.cases": 7, "litigation.cases": 0, "review.upheld": 4}),
    # whose and of when a sentence tells, until it says otherwise
    ("各乡镇公开信息530条，答复公开申请4件。", {}),
    ("各乡镇公开信息530条，我局答复公开申请4件。", {"requests.closed": 4}),
    ("上年度收到公开申请25件，其中网络申请20件。", {}),
    ("收到公开申请25件，上年为21件，其中网络申请20件。", {"requests.received": 25, "requests.online": 20}),
    ("历年累计，我局编印政府公报40期。", {}),
    # verbs alone, lists, things narrowed
    ("网站、微博、微信公众号依次发布信息9条、8条、7条。", {"website.posts": 9, "weibo.posts": 8, "wechat.posts": 7}),
    ("制发规范性文件6件，公开5件。", {"normative_documents.issued": 6, "normative_documents.published": 5}),
    ("审查规范性文件12件。", {}),
    ("公开渔业养殖相关信息40条。", {}),
    ("“乡村治理”专栏发布信息15条。", {}),
    ("信息公开总数达318条。", {"published.total": 318}),
    ("召开新闻发布会3场，发布新闻稿26篇。", {"press_conferences": 3}),
    ("浏览门户网站的群众达4.2万人次。", {"website.visits": 42000}),
    ("公示栏推送内容浏览量900次。", {}),
    ("公布人大建议和政协提案办理结果14件。", {"proposals.total": 14}),
    ("复议机关审结全市行政复议案件120件，因征地拆迁引发行政复议3件。", {}),
    # as a scan's reader has it
    ("向社会王动公井政府倍息1.412条，政务微搏发布88条·收到公开审请3件。",
     {"published.total": 1412, "weibo.posts": 88, "requests.received": 3}),
]  # fmt: skip

NOTHING: list[tuple[str, set[str]]] = [
    ("全年未收到政府信息公开申请。", {"requests.received"}),
    ("本年度没有接到公开政府信息的申请，也没有收取信息公开处理费。", {"requests.received", "requests.fees"}),
    ("未发生因政府信息公开引起的行政复议、行政诉讼和举报投诉。", {"review.cases", "litigation.cases", "complaints"}),
    ("未收到有关政府信息公开行政复议、提起行政诉讼的申请。", {"review.cases", "litigation.cases"}),
    ("本年度未收到群众提出的依申请公开要求。", {"requests.received"}),
    ("全年未发生政府信息公开行政复议、诉讼问题。", {"review.cases", "litigation.cases"}),
    ("我镇无一例因政府信息公开提起行政诉讼。", {"litigation.cases"}),
    ("行政复议和行政诉讼均为零。", {"review.cases", "litigation.cases"}),
    ("行政复议、行政诉讼0件。", {"review.cases", "litigation.cases"}),
    ("（二）依申请公开情况\n无。", {"requests.received"}),
    ("五、行政复议、行政诉讼情况\n无", {"review.cases", "litigation.cases"}),
    ("无结转下年度的申请。", {"requests.carried_out"}),
    ("继续执行零报告制度，领导小组成员未发生变化，不存在收费减免情况。", set()),
    ("该行政复议件未被复议机关纠错。", set()),
    ("没有及时更新的问题依然存在。", set()),
    ("依申请公开工作中没有出现应公开而不公开的办件。", set()),
]


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[text[:12] for text, _ in CASES])
def test_numbers(read: Read, text: str, wanted: Values) -> None:
    assert read(text) == wanted


@pytest.mark.parametrize(("text", "wanted"), NOTHING, ids=[text[:12] for text, _ in NOTHING])
def test_nothing(read: Read, text: str, wanted: set[str]) -> None:
    assert read(text) == dict.fromkeys(wanted, 0)


def test_one_value_a_count(read: Read) -> None:
    text = "全年共发布7条通报。\n2022年全区主动公开政府信息2310条。\n我办主动公开政府信息310条。"
    assert read(text) == {"published.total": 2310}


def test_the_year_of_the_report_decides(read: Read) -> None:
    text = "2021年收到政府信息公开申请31件。"
    assert read(text, 2021) == read(text, None) == {"requests.received": 31}
    assert read(text, 2022) == {}
