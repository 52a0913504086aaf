"""How names are written and read differently from the most usual way; `domain.names` uses these tables."""

# Traditional characters that company and person names use, each before its simplified form.
TRADITIONAL = """
國国 會会 業业 東东 車车 長长 門门 開开 關关 電电 機机 廠厂 廣广 華华 蘇苏 滬沪 寧宁 灣湾 龍龙 鳳凤 馬马
鳥鸟 魚鱼 麗丽 興兴 豐丰 達达 運运 輸输 聯联 發发 財财 貿贸 資资 產产 質质 貨货 買买 賣卖 購购 費费 賓宾
賽赛 贊赞 贏赢 銀银 鋼钢 鐵铁 銅铜 鋁铝 錫锡 鎮镇 錦锦 鍋锅 鋒锋 鏈链 鑽钻 鐘钟 鍾钟 鑄铸 鍛锻 閥阀 閩闽
陽阳 陳陈 陸陆 陰阴 際际 隊队 階阶 險险 雲云 靈灵 飛飞 飯饭 飲饮 館馆 養养 馳驰 駿骏 騰腾 驗验 驅驱 鮮鲜
鴻鸿 鵬鹏 鶴鹤 麥麦 黃黄 點点 齊齐 齒齿 龜龟 萬万 與与 專专 義义 烏乌 樂乐 喬乔 習习 書书 爭争 亞亚 億亿
從从 倉仓 儀仪 價价 優优 傳传 傷伤 倫伦 偉伟 側侧 偵侦 僑侨 兒儿 兩两 獸兽 內内 岡冈 冊册 寫写 軍军 農农
馮冯 衝冲 決决 況况 凍冻 淨净 涼凉 減减 處处 憑凭 凱凯 擊击 劃划 劉刘 則则 剛刚 創创 劑剂 劍剑 勁劲 動动
務务 勝胜 勞劳 勢势 勵励 區区 醫医 協协 單单 縣县 廳厅 歷历 厲厉 壓压 參参 雙双 變变 號号 嘆叹 嚴严 員员
問问 啟启 喚唤 團团 園园 圍围 圖图 圓圆 聖圣 場场 塊块 堅坚 壇坛 壩坝 墳坟 壯壮 聲声 殼壳 備备 複复 夢梦
頭头 夾夹 奪夺 奮奋 獎奖 婦妇 媽妈 孫孙 學学 實实 寵宠 審审 憲宪 寬宽 對对 導导 壽寿 將将 爾尔 塵尘 層层
屬属 歲岁 豈岂 嶺岭 島岛 嶽岳 峽峡 幣币 帥帅 師师 帶带 幫帮 幹干 莊庄 慶庆 應应 廟庙 龐庞 廢废 張张 彎弯
強强 歸归 當当 錄录 徑径 後后 徵征 憶忆 懷怀 態态 總总 戀恋 愛爱 戰战 戲戏 戶户 撲扑 執执 擴扩 掃扫 揚扬
護护 報报 擔担 擬拟 擁拥 擇择 掛挂 揮挥 損损 換换 據据 擺摆 攝摄 數数 斷断 無无 舊旧 時时 晉晋 曉晓 曄晔
暢畅 術术 樸朴 權权 條条 來来 楊杨 極极 構构 棗枣 槍枪 楓枫 櫃柜 標标 棧栈 棟栋 欄栏 樹树 樣样 橋桥 檔档
檢检 樓楼 樺桦 歡欢 歐欧 殘残 畢毕 氣气 漢汉 湯汤 溝沟 瀋沈 澤泽 潔洁 澆浇 濁浊 測测 濟济 瀏浏 渾浑 濃浓
濤涛 漣涟 潤润 漲涨 淵渊 漸渐 漁渔 溫温 濕湿 濱滨 灘滩 瀟潇 燈灯 爐炉 煉炼 爍烁 爛烂 煙烟 燒烧 熱热 煥焕
燁烨 營营 犧牺 獨独 獅狮 獵猎 瑪玛 環环 現现 瑋玮 璽玺 瓊琼 畫画 療疗 盤盘 監监 蓋盖 鹽盐 睜睁 礦矿 碼码
磚砖 確确 禮礼 禱祷 稅税 種种 積积 稱称 穩稳 窮穷 竊窃 筆笔 築筑 簡简 籃篮 類类 糧粮 糞粪 緊紧 紅红 紡纺
紋纹 納纳 紐纽 紗纱 純纯 紙纸 級级 紛纷 紹绍 組组 細细 織织 終终 經经 綁绑 絨绒 結结 繞绕 給给 絡络 統统
絲丝 繼继 績绩 續续 維维 綿绵 綠绿 綜综 緣缘 編编 緯纬 練练 縫缝 縱纵 繡绣 繩绳 繪绘 纖纤 網网 羅罗 羨羡
翹翘 聽听 職职 肅肃 腸肠 膚肤 脈脉 腦脑 膠胶 臉脸 臘腊 艦舰 艙舱 藝艺 節节 蘭兰 葉叶 蒼苍 蓮莲 蔣蒋 藍蓝
薩萨 蘆芦 蘋苹 藥药 蕭萧 虛虚 蟲虫 蝦虾 蠟蜡 衛卫 裝装 襯衬 覺觉 規规 視视 覽览 觀观 訂订 計计 訊讯 討讨
訓训 設设 許许 訪访 證证 評评 試试 詩诗 誠诚 話话 詢询 該该 語语 誤误 說说 請请 諸诸 課课 調调 談谈 謀谋
謝谢 謹谨 譚谭 譜谱 識识 譯译 讓让 豬猪 貝贝 負负 貢贡 責责 賢贤 販贩 貴贵 貸贷 賀贺 賈贾 賠赔 賴赖 軋轧
軌轨 軟软 軸轴 輕轻 載载 輛辆 輝辉 輪轮 輯辑 轉转 辦办 邊边 遼辽 遷迁 過过 還还 這这 進进 遠远 違违 連连
遲迟 選选 遜逊 適适 遺遗 鄧邓 鄭郑 鄒邹 鄔邬 鄰邻 釀酿 釋释 裏里 鑒鉴 針针 釣钓 鈣钙 鈞钧 鈴铃 鉑铂 鉛铅
鋰锂 銘铭 銳锐 銷销 錢钱 鍵键 鎖锁 鏡镜 鑰钥 閃闪 閆闫 間间 閣阁 閱阅 闊阔 隨随 隱隐 難难 雜杂 離离 雞鸡
霧雾 靜静 韋韦 韓韩 韻韵 頂顶 項项 順顺 須须 預预 領领 頻频 顏颜 題题 願愿 顧顾 顯显 風风 飄飘 飾饰 駕驾
騎骑 髮发 鬆松 鬥斗 魯鲁 鯨鲸 鳴鸣 鷹鹰 鴨鸭 麵面 齡龄 臺台 週周 於于 體体 氫氢 滾滚
"""

# Characters that names read differently from the most usual reading.
OF_NAMES = """
长:chang 曾:zeng 仇:qiu 厦:xia 都:du 佛:fo 晟:sheng 六:liu 轧:zha 伽:jia 什:shi 覃:qin 缪:miao 翟:zhai
阚:kan 熔:rong 莘:xin 枞:cong 崴:wei 调:tiao 刨:bao 蚌:bang 卜:bu 幺:yao 铛:dang 逄:pang 贲:ben 犍:qian
筠:yun
"""

# A character in front of a name of two or three: the reading of the surname.
SURNAMES = """
单:shan 解:xie 乐:yue 盖:ge 查:zha 区:ou 朴:piao 种:chong 员:yun 尉:wei 仇:qiu 曾:zeng 覃:qin 缪:miao
翟:zhai 卜:bu 冼:xian 逄:pang 宓:mi 令:ling 句:gou 召:shao 折:she 佴:nai 晟:cheng 洗:xian
"""

# Words inside which a character reads differently; the longest that fits counts.
PHRASES = """
重庆:chong'qing 重阳:chong'yang 大厦:da'sha 广厦:guang'sha 商厦:shang'sha 家长:jia'zhang 成长:cheng'zhang
生长:sheng'zhang 校长:xiao'zhang 院长:yuan'zhang 会长:hui'zhang 店长:dian'zhang 厂长:chang'zhang
行长:hang'zhang 董事长:dong'shi'zhang 长子:zhang'zi 长老:zhang'lao 长孙:zhang'sun 银行:yin'hang
商行:shang'hang 洋行:yang'hang 车行:che'hang 茶行:cha'hang 琴行:qin'hang 药行:yao'hang 支行:zhi'hang
分行:fen'hang 总行:zong'hang 贸易行:mao'yi'hang 五金行:wu'jin'hang 电器行:dian'qi'hang 行业:hang'ye
行会:hang'hui 音乐:yin'yue 乐器:yue'qi 乐队:yue'dui 乐团:yue'tuan 器乐:qi'yue 声乐:sheng'yue 国乐:guo'yue
民乐:min'yue 乐清:yue'qing 乐亭:lao'ting 乐陵:lao'ling 乐视:le'shi 乐高:le'gao 乐山:le'shan 乐天:le'tian
乐购:le'gou 乐园:le'yuan 乐凯:le'kai 乐普:le'pu 乐华:le'hua 乐居:le'ju 乐友:le'you 乐活:le'huo
乐平:le'ping 乐事:le'shi 乐百:le'bai 单县:shan'xian 单车:dan'che 单于:chan'yu 解放:jie'fang 解百:jie'bai
解决:jie'jue 查理:cha'li 区域:qu'yu 种子:zhong'zi 种业:zhong'ye 种苗:zhong'miao 种植:zhong'zhi
盖州:gai'zhou 盖世:gai'shi 西藏:xi'zang 藏药:zang'yao 藏族:zang'zu 宝藏:bao'zang 蚌埠:beng'bu 六安:lu'an
六合:lu'he 番禺:pan'yu 台州:tai'zhou 铅山:yan'shan 东阿:dong'e 阿胶:e'jiao 大埔:da'bu 洪洞:hong'tong
涡阳:guo'yang 泌阳:bi'yang 枞阳:zong'yang 犍为:qian'wei 筠连:jun'lian 荥经:ying'jing 浚县:xun'xian
莘县:shen'xian 浒墅关:xu'shu'guan 会计:kuai'ji 会稽:kuai'ji 人参:ren'shen 海参:hai'shen 党参:dang'shen
便宜:pian'yi 弹簧:tan'huang 弹性:tan'xing 调度:diao'du 调查:diao'cha 咖喱:ga'li 供给:gong'ji 给水:ji'shui
给排水:ji'pai'shui 今朝:jin'zhao 朝夕:zhao'xi 模具:mu'ju 模板:mu'ban 模样:mu'yang 畜牧:xu'mu 畜禽:chu'qin
归还:gui'huan 还原:huan'yuan 薄荷:bo'he 率领:shuai'ling 尉迟:yu'chi 尉犁:yu'li 万俟:mo'qi 澹台:tan'tai
粘土:nian'tu 自传:zi'zhuan 传记:zhuan'ji 秘鲁:bi'lu 夹克:jia'ke 应县:ying'xian 召开:zhao'kai 洗涤:xi'di
洗衣:xi'yi 洗车:xi'che 折叠:zhe'die 折扣:zhe'kou 句容:ju'rong 令狐:ling'hu 员工:yuan'gong
"""
