"""Traditional script and Taiwan words, mapped to simplified characters of the same number."""

from collections.abc import Callable
from functools import cache

# Frequent characters that simplified text never has; they decide whether the conversion is loaded at all.
_TRADITIONAL = frozenset(
    "開報務資訊機關個與為實電話辦會發對應後來時業經產動國學數據規範訴訟復議條證過這進還設計總結轉續無門網眾強財費題組織領導處責監"
    "審統縣區鄉鎮團體華東車長張陳號碼書記員見觀點頁頭項順須額類顯風飛飯館馬驗龍衛術衝補裝複製詢試該詳語誤說請論諮謝識護讀變讓豐貫"
    "貨貴買貸賣質購輔輛輕輪農運達違遠適選遺鄰釋錄鋒錢錯鐵鑒閉間閱陰陸隊階際險隨雙離難靈靜響標權歷歸殘氣決沒況淨減測準溝滿漢潔濟獲"
    "環現畢畫異療盡盤確禮種積稱穩窮競筆節簡簽級紀約純紙納紛細終絕給絡維綜綠編緊線緣縮績繼罰羅習聯職聽肅脫腦腳臨舉舊艦藝藥蘇蘭虛覺"
    "覽觸檔檢樓樣極構櫃專將尋層屬島師帶幣幫幾庫廠廣廳彈彙徵徹恆悅愛態慶憑憲懷戰戶拋挾捨掃採揚換損搖擇擊擔擬擴攝敗敵斷於旣昇曆"
)
# Words that Taiwan and Hong Kong say differently, or whose characters alone would give another word.
_WORDS = {
    "資訊": "信息", "檔案": "文件", "檔案館": "档案馆", "檔案局": "档案局", "檔案室": "档案室", "檔案管理": "档案管理",
    "視窗": "窗口", "網路": "网络", "軟體": "软件", "硬體": "硬件", "程式": "程序", "品質": "质量", "簡訊": "短信",
    "列印": "打印", "登入": "登录", "預設": "默认", "線上": "在线", "連結": "链接", "透過": "通过", "支援": "支持",
    "回饋": "反馈", "數位": "数字", "螢幕": "屏幕", "專案": "项目", "計畫": "计划", "公車": "公交", "答覆": "答复",
    "回覆": "回复", "批覆": "批复", "覆議": "复议", "函覆": "函复", "覆函": "复函", "乾隆": "乾隆", "乾坤": "乾坤",
    "公眾號": "公众号", "影片": "视频", "介面": "界面", "搜尋": "搜索", "行動裝置": "移动设备", "行動電話": "移动电话",
    "訊息": "消息", "儲存": "存储", "諮詢": "咨询", "谘詢": "咨询", "答複": "答复", "回複": "回复",
    "資料庫": "数据库", "滑鼠": "鼠标", "游標": "光标", "伺服器": "服务器",
}  # fmt: skip
_STRAY = 3  # as many traditional characters as a simplified text may have by accident (names, misprints)


def simplification(text: str) -> dict[str, str]:
    """Traditional characters and words of the text → simplified, same length each; empty for simplified text."""
    present = set(text)
    if not present & _TRADITIONAL:
        return {}
    convert = _converter()
    simple = {ch: convert(ch) for ch in present if "\u3400" <= ch <= "\u9fff"}
    chars = {ch: plain for ch, plain in simple.items() if plain != ch and len(plain) == 1}
    if len(present & _TRADITIONAL) <= _STRAY:
        return chars
    return chars | {word: plain for word, plain in _WORDS.items() if word in text and len(word) == len(plain)}


def plain(text: str) -> str:
    """The text with simplified characters, of the same length; the same text where it has no traditional ones."""
    simple = simplification(text)
    return text.translate({ord(ch): to for ch, to in simple.items() if len(ch) == 1}) if simple else text


@cache
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert
