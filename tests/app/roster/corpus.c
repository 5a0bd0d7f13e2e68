#include "../../support/sanitizer.h"
#include "../../support/app_people.h"
#include "../../support/archive.h"
#include "../../support/office.h"

#include "app/roster/roster.h"
#include "app/roster/roster_look.h"
#include "app/roster/roster_read.h"
#include "app/roster/roster_template.h"
#include "base/file.h"
#include "base/text.h"
#include "table/read/reader.h"

#if UNDER_SANITIZER
/* libxlsxwriter 1.1 never frees the formula of a drop-down. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libxlsxwriter\n";
}
#endif

/* Rosters as offices have them, good and bad: sixteen that once failed (tests/data/rosters), and their siblings, which are made here. Each says how many houses a dry
 * run would add, or the sentence that a person reads. */

#define VILLAGE "451224101201"
#define VILLAGE_NAME "板老村委会"
#define HEAD "village,group_name,road,door_no,owner_name,listed_use,platform_no\n"
#define ROW VILLAGE ",那亮,农村道路,1,王甲,1,T1\n"
#define ZH "村（社区）,屯（组）,路（街巷）,门牌号,户主（产权人）,自建房排查编码\n"
#define ZH_ROW VILLAGE ",那亮,农村道路,1,王甲,T1\n"

struct roster_case {
	const char *name;
	const char *text;   /* of a CSV file; NULL: the file of that name in tests/data/rosters, or an XLSX */
	const char *to;	    /* encoding for iconv's ends: "GB", "LE", "BE", "BOM"; NULL: UTF-8 */
	const char *sheet;  /* what stands in <sheetData> of an XLSX; NULL: none */
	const char *merges; /* behind it */
	const char *second; /* a second sheet */
	int added;	    /* of a dry run; -1: refused */
	const char *says;   /* in the sentence or the lines by row; NULL: no matter */
	unsigned agreed;
	bool mend;
};

#define C(letter, number, text) "<c r=\"" letter number "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define N(letter, number, value) "<c r=\"" letter number "\"><v>" value "</v></c>"
#define X_HEAD                                                                                                                             \
	"<row r=\"1\">" C("A", "1", "村（社区）") C("B", "1", "屯（组）") C("C", "1", "路（街巷）") C("D", "1", "门牌号")                  \
		C("E", "1", "户主（产权人）") C("F", "1", "自建房排查编码") "</row>"
#define X_ROW(number, door, owner, code)                                                                                                   \
	"<row r=\"" number "\">" C("A", number, VILLAGE) C("B", number, "那亮") C("C", number, "农村道路") door C("E", number, owner) code \
		"</row>"

static const struct roster_case cases[] = {
	/* names as tables set them */
	{ "wide", HEAD VILLAGE ",那亮,农村道路,1,陆　明,1,T1\n", .added = 1,
	  .says = "1 name is set wide; it is taken without its blanks (row 2 column E" },
	/* a header of two lines is told in one, and can be mapped */
	{ "lines",
	  "村（社区）,\"自然屯\n(村民小组)\",路（街巷）,门牌号,户主（产权人）,\"备  注\r\n(其他)\"\n" VILLAGE ",#N/A,农村道路,1,王甲,x\n",
	  .added = -1, .says = "columns: B \"自然屯(村民小组)\", F" },
	/* all that is wrong with a row, in one run */
	{ "many", HEAD "无此村,那亮,,1,某某,1,########\n", .added = -1, .says = "无此村" },
	{ "many", HEAD "无此村,那亮,,1,某某,1,########\n", .added = -1, .says = "column C \"road\": must be filled" },
	{ "many", HEAD "无此村,那亮,,1,某某,1,########\n", .added = -1, .says = "row 2, column E \"owner_name\": " },
	{ "many", HEAD "无此村,那亮,,1,某某,1,########\n", .added = -1, .says = "row 2, column G \"platform_no\": \"########\"" },
	{ "many", HEAD "无此村,那亮,,1,某某,1,########\n", .added = -1, .says = "nothing was added: 4 cells must be corrected first" },
	{ "many", HEAD "无此村,那亮,农村道路,1,王甲,1,T1\n", .added = -1, .says = "nothing was added: 1 cell must be corrected first" },
	{ "many", HEAD VILLAGE ",那亮,农村道路,#N/A,某某,1,T1\n", .added = -1,
	  .says = "nothing was added: 2 cells must be corrected first" },
	/* the sixteen that once failed */
	{ "blankrows", .added = 1 },
	{ "cr", .added = 1 },
	{ "ctrl", .added = -1, .says = "row 2, column E \"owner_name\": the control character U+001B at place 2 cannot stand in a text" },
	{ "ctrl", .added = 1, .agreed = ROSTER_YES_DOUBTS, .mend = true },
	{ "each", .added = -1, .says = "row 2, column E \"owner_name\": the control character U+007F" },
	{ "each", .added = -1, .says = "row 7, column E \"owner_name\": the character U+2066" },
	{ "each", .added = -1, .says = "nothing was added: 1 cell must be corrected first", .mend = true },
	{ "each", .added = -1, .says = "row 14, column E \"owner_name\": \"孙 乙\" stands on 2 lines of the cell", .mend = true },
	{ "exceldate", .added = -1,
	  .says = "row 2, column D \"door_no\": \"3月1日\" is a date, which a spreadsheet makes of 3-1; format the column as text" },
	{ "hash", .added = -1, .says = "row 2, column G \"platform_no\": \"########\": the number was too wide for its column" },
	{ "hdrhalf", .added = 1 },
	{ "inj", .added = -1, .says = "row 2, column B \"group_name\": \"=1+1\" begins as a formula does" },
	{ "k_del_door", .added = -1, .says = "row 2, column D \"door_no\": the control character U+007F at place 2" },
	{ "k_lre_name", .added = -1, .says = "row 2, column E \"owner_name\": the character U+202A at place 1 is not seen" },
	{ "k_lre_name", .added = 1, .mend = true },
	{ "k_ls_name", .added = -1, .says = "row 2, column E \"owner_name\": the character U+2028 at place 3" },
	{ "na", .added = -1, .says = "row 2, column E \"owner_name\": \"#N/A\" is an error of the spreadsheet; type the value itself" },
	{ "plat_lost17", .added = -1,
	  .says = "1 number ends in zeros as if a spreadsheet had lost its last digits (row 2 column G \"451224101201123000\")" },
	{ "plat_lost17", .added = 1, .agreed = ROSTER_YES_ROUNDED },
	{ "ref", .added = -1, .says = "row 2, column E \"owner_name\": \"#REF!\" is an error" },
	{ "sep", .added = 1 },
	{ "trailcols", .added = 1 },

	/* encodings and separators */
	{ "utf8", HEAD ROW, .added = 1 },
	{ "bom", HEAD ROW, "BOM", .added = 1 },
	{ "utf16le", ZH ZH_ROW, "LE", .added = 1 },
	{ "utf16be", ZH ZH_ROW, "BE", .added = 1 },
	{ "gb18030", ZH ZH_ROW, "GB", .added = 1 },
	{ "crlf", "village,group_name,road,owner_name\r\n" VILLAGE ",那亮,农村道路,王甲\r\n", .added = 1 },
	{ "tab", "village\tgroup_name\troad\towner_name\n" VILLAGE "\t那亮\t农村道路\t王甲\n", .added = 1 },
	{ "semicolon", "village;group_name;road;owner_name\n" VILLAGE ";那亮;农村道路;王甲\n", .added = 1 },
	{ "sep_semicolon", "sep=;\nvillage;group_name;road;owner_name\n" VILLAGE ";那亮;农村道路;王甲\n", .added = 1 },
	{ "quotes", "\"village\",\"group_name\",\"road\",\"owner_name\"\n\"" VILLAGE "\",\"那亮\",\"农村道路\",\"王甲\"\n", .added = 1 },
	{ "cut_utf8", ZH ZH_ROW VILLAGE ",那\xe4\xba", .added = -1,
	  .says = "row 3, column B \"屯（组）\": \"那\xef\xbf\xbd\xef\xbf\xbd\": some bytes of it are no text, where the file was damaged" },

	/* titles, sums, blank rows, columns */
	{ "title", "东兰县自建房排查名册,,,,,\n填报单位：东兰镇,,,,,\n" ZH ZH_ROW, .added = 1,
	  .says = "the columns are named in row 3; the rows above it were passed over" },
	{ "sum", ZH ZH_ROW "合计,,,,1,\n", .added = 1, .says = "1 row of sums was passed over (row 3)" },
	{ "sum_blank", ZH ZH_ROW ",合 计,,,1,\n", .added = 1, .says = "1 row of sums was passed over (row 3)" },
	{ "remark", ZH ZH_ROW "填表人：韦某　审核人：黄某,,,,,\n", .added = 1, .says = "1 row that holds a remark alone was passed over" },
	{ "signatures", ZH ZH_ROW "制表：李四,,审核：王五,,,2022年9月1日\n", .added = 1,
	  .says = "1 row that holds a remark alone was passed over" },
	{ "page_of_pages", ZH ZH_ROW ",,第 1 页　共 2 页,,,\n" VILLAGE ",那亮,农村道路,2,李乙,T2\n", .added = 2,
	  .says = "1 row that holds a remark alone was passed over" },
	{ "rows_passed_over_by_number", ZH ZH_ROW "填表人：韦某,,,,,\n" ZH VILLAGE ",那亮,农村道路,2,李乙,T2\n第 1 页 共 1 页,,,,,\n",
	  .added = 2,
	  .says = "2 rows that hold a remark alone were passed over (row 3, 6)\n1 row that names the columns once more was passed over (row 4)" },
	/* what looks like a remark or a sum is a house where the other columns say so */
	{ "remark_as_owner", "户主,村,屯,路,门牌号\n负责人：王甲," VILLAGE ",那亮,农村道路,1\n注：李乙,板老村,那亮,农村道路,2\n",
	  .added = -1,
	  .says = "row 2, column A \"户主\": The full name as on the papers, not what somebody is called or what his post is (column A \"户主\": \"负责人：王甲\") (the same in 1 more row: 3 \"注：李乙\")" },
	{ "remark_as_owner_below_a_merged_cell", "户主,村,屯,路,门牌号\n王甲," VILLAGE ",那亮,农村道路,1\n注：李乙,,那亮,农村道路,2\n",
	  .added = -1, .agreed = ROSTER_YES_ABOVE, .says = "(column A \"户主\": \"注：李乙\")" },
	{ "remark_beside_a_house", "名册来源说明,村,屯,路,户主\n说明：二楼出租," VILLAGE ",那亮,农村道路,王甲\n", .added = 1,
	  .agreed = ROSTER_YES_COLUMNS },
	{ "remark_beside_an_address", "房屋名称,村,屯,地址,户主\n单位：卫生所," VILLAGE ",那亮,农村道路81号,王甲\n", .added = 1,
	  .agreed = ROSTER_YES_ADDRESS },
	{ "remark_beside_half_a_house", "房屋名称,村,屯,路,户主\n单位：卫生所," VILLAGE ",那亮,,\n", .added = -1,
	  .says = "row 2, column D \"路\": must be filled\n" },
	{ "remark_beside_no_village", "房屋名称,村,屯,路,户主\n单位：卫生所,那里村,那亮,农村道路,王甲\n", .added = -1,
	  .says = "row 2, column B \"村\": \"那里村\"" },
	{ "sum_as_owner", "户主,村,屯,路,门牌号\n总计," VILLAGE ",那亮,农村道路,1\n", .added = 1 },
	{ "sum_of_a_village", ZH ZH_ROW VILLAGE ",小计,,,1,\n", .added = 1, .says = "1 row of sums was passed over (row 3)" },
	{ "signatures_behind_a_number", "序号,村,屯,路,户主\n1," VILLAGE ",那亮,农村道路,王甲\n制表：李四,,审核：王五,2022年9月1日,\n",
	  .added = 1, .agreed = ROSTER_YES_COLUMNS, .says = "1 row that holds a remark alone was passed over (row 3)" },
	{ "fractions",
	  "村,屯,路,门牌号,户主,电话,自建房排查编码\n" VILLAGE ".0,那亮,农村道路,12.0,王甲,13977612345.0,4512241012010001.0\n" VILLAGE
	  ",那亮,农村道路,12,王甲,13977612345,4512241012010001\n",
	  .added = 1,
	  .says = "4 whole numbers are written with .0 and were taken without it (row 2 column A \"" VILLAGE
		  ".0\", row 2 column D \"12.0\", row 2" },
	{ "no_fraction", ZH VILLAGE ",那亮,农村道路,1,王甲,T1.0\n", .added = 1 },
	{ "head_again", ZH ZH_ROW ZH VILLAGE ",那亮,农村道路,2,李乙,T2\n", .added = 2,
	  .says = "1 row that names the columns once more was passed over" },
	{ "endings", ZH VILLAGE ",那亮屯,幸福路路,12号,王甲,T1\n" VILLAGE ",三组,农村道路,屯,李乙,T2\n", .added = 2,
	  .says = "4 endings that the form adds itself were taken off (row 2 column B \"那亮屯\", row 2 column C \"幸福路路\", row 2 column D \"12号\")" },
	{ "several_hamlets", ZH VILLAGE ",坡甲屯/坡乙屯,农村道路,1,王甲,T1\n", .added = -1,
	  .says = "row 2, column B \"屯（组）\": \"坡甲屯/坡乙屯\" names several, or counts" },
	{ "several_doors", ZH VILLAGE ",那亮,农村道路,12号-14号,王甲,T1\n" VILLAGE ",那亮,农村道路,12号、13号,王甲,T1\n", .added = -1,
	  .says = "row 2, column D \"门牌号\": \"12号-14号\" names several, or counts: write one name, without the ending that the form adds (the same "
		  "in 1 more row: 3 \"12号、13号\")" },
	{ "hamlet_and_group", ZH VILLAGE ",坡甲屯1组,农村道路,第12号,王甲,T1\n", .added = -1,
	  .says = "row 2, column D \"门牌号\": \"第12号\" names several, or counts" },
	{ "door_of_two_numbers", ZH VILLAGE ",屯上屯,路口路,12-1号,王甲,T1\n", .added = 1, .says = "3 endings that the form adds itself" },
	{ "ditto_hamlet", ZH VILLAGE ",同上,农村道路,1,王甲,T1\n", .added = -1, .says = "row 2, column B \"屯（组）\": " },
	{ "ditto_road", ZH VILLAGE ",那亮,〃,1,王甲,T1\n", .added = -1, .says = "row 2, column C \"路（街巷）\": " },
	{ "ditto_door", ZH VILLAGE ",那亮,农村道路,同上,王甲,T1\n", .added = -1, .says = "row 2, column D \"门牌号\": " },
	{ "ditto_of_one_letter", ZH VILLAGE ",那亮,农村道路,1,同,T1\n", .added = -1,
	  .says = "row 2, column E \"户主（产权人）\": \"同\" says that it is as above: write out what is meant" },
	{ "ditto_turned", ZH VILLAGE ",上同,农村道路,1,王甲,T1\n", .added = -1, .says = "row 2, column B \"屯（组）\": \"上同\" says" },
	{ "ditto_in_dashes", ZH VILLAGE ",那亮,-〃-,1,王甲,T1\n", .added = -1, .says = "row 2, column C \"路（街巷）\": \"-〃-\" says" },
	{ "ditto_spaced", ZH VILLAGE ",那亮,农村道路,1,　同　上　,T1\n", .added = -1, .says = "\"同 上\" says that it is as above" },
	{ "ditto_wide", ZH VILLAGE ",那亮,农村道路,1,Ｄｉｔｔｏ,T1\n", .added = -1, .says = "\"Ditto\" says that it is as above" },
	{ "ditto_village", ZH "同上,那亮,农村道路,1,王甲,T1\n", .added = -1, .says = "row 2, column A \"村（社区）\": \"同上\" says" },
	{ "ditto_number", ZH VILLAGE ",那亮,农村道路,1,王甲,″\n", .added = -1, .says = "row 2, column F \"自建房排查编码\": \"″\" says" },
	{ "ditto_with_an_ending", ZH VILLAGE ",那亮,同上路,1,王甲,T1\n", .added = -1,
	  .says = "row 2, column C \"路（街巷）\": \"同上路\" says" },
	{ "ditto_turned_with_an_ending", ZH VILLAGE ",上同屯,农村道路,1,王甲,T1\n", .added = -1,
	  .says = "row 2, column B \"屯（组）\": \"上同屯\" says" },
	{ "ditto_in_words", ZH VILLAGE ",那亮,农村道路,1,同上3户,T1\n", .added = -1, .says = "\"同上3户\" says" },
	{ "ditto_of_the_house", ZH VILLAGE ",那亮,农村道路,1,同一户,T1\n", .added = -1, .says = "\"同一户\" says" },
	{ "no_ditto", ZH VILLAGE ",同乐,上同路,1,上官同,T1\n", .added = 1 },
	{ "unknown_door", ZH VILLAGE ",那亮,农村道路,——,王甲,T1\n", .added = -1, .says = "row 2, column D \"门牌号\": " },
	{ "no_door", ZH VILLAGE ",那亮,农村道路,无门牌号,王甲,T1\n" VILLAGE ",那亮,农村道路,,王甲,T1\n", .added = 1,
	  .says = "1 cell says that there is none and is taken as empty (row 2 column D \"无门牌号\")" },
	{ "no_number",
	  ZH VILLAGE ",那亮,农村道路,1,王甲,0\n" VILLAGE ",那亮,农村道路,2,王乙,0\n" VILLAGE ",那亮,农村道路,3,王丙,待定\n" VILLAGE
		     ",那亮,农村道路,4,王丁,—\n",
	  .added = 4, .says = "4 cells say that there is none and are taken as empty (row 2 column F \"0\"" },
	{ "zeros", ZH VILLAGE ",那亮,农村道路,1,王甲,000000\n", .added = -1, .says = "row 2, column F \"自建房排查编码\": " },
	{ "no_phone", "村（社区）,屯（组）,路（街巷）,户主（产权人）,电话\n" VILLAGE ",那亮,农村道路,王甲,无\n", .added = 1,
	  .says = "1 cell says that there is none and is taken as empty (row 2 column E \"无\")" },
	/* what rules find odd is asked about, a rule at a time */
	{ "phones_made_up",
	  "村,屯,路,门牌号,户主,电话\n" VILLAGE ",那亮,农村道路,1,王甲,13800000000\n" VILLAGE
	  ",那亮,农村道路,2,王乙,+86 138-1234-5678\n" VILLAGE ",那亮,农村道路,3,王丙,07780000000\n" VILLAGE
	  ",那亮,农村道路,4,王丁,13977612345\n" VILLAGE ",那亮,农村道路,5,王戊,13800000000\n",
	  .added = -1,
	  .says = "3 rows: The phone number looks made up; ask again (row 2 column F \"13800000000\", row 4 column F \"07780000000\", row 6 column F "
		  "\"13800000000\"). Are they to be taken as they stand?" },
	{ "phones_made_up_yes", "村,屯,路,户主,电话\n" VILLAGE ",那亮,农村道路,王甲,13800000000\n", .added = 1, .agreed = ROSTER_YES_DOUBTS,
	  .says = "Is it to be taken as it stands? Yes." },
	{ "phone_of_zeros", "村,屯,路,户主,电话\n" VILLAGE ",那亮,农村道路,王甲,00000000000\n", .added = -1, .agreed = ROSTER_YES_ALL,
	  .says = "row 2, column E \"电话\": \"00000000000\": is one digit over and over" },
	{ "phone_of_none", "村,屯,路,户主,电话\n" VILLAGE ",那亮,农村道路,王甲,12345678901\n", .added = -1, .agreed = ROSTER_YES_ALL,
	  .says = "row 2, column E \"电话\": No phone number: a mobile has 11 digits" },
	{ "name_of_a_kind", ZH VILLAGE ",那亮,农村道路,1,小王,T1\n", .added = -1,
	  .says = "1 row: It looks like what somebody is called; compare the papers (row 2 column E \"小王\"). Is it" },
	{ "name_with_a_digit", ZH VILLAGE ",那亮,农村道路,1,王甲2,T1\n", .added = -1, .says = "1 row: A digit in the owner's name" },
	{ "apostrophes", ZH VILLAGE ",那亮,农村道路,'12-1,'王甲,'000123\n" VILLAGE ",那亮,农村道路,12-1,王甲,000123\n", .added = 1,
	  .says = "3 apostrophes that an export puts before a text were taken off (row 2 column D \"'12-1\"" },
	{ "letter_lost", ZH VILLAGE ",那亮,农村道路,1,?大山,T1\n", .added = -1, .says = "row 2, column E \"户主（产权人）\": " },
	{ "rule", ZH VILLAGE ",那亮,农村道路,1,未知,T1\n", .added = -1,
	  .says = "row 2, column E \"户主（产权人）\": “Unknown” or “/” may not stand here (column E \"户主（产权人）\": \"未知\")" },
	{ "number", "序号,村（社区）,屯（组）,路（街巷）,户主（产权人）\n1," VILLAGE ",那亮,农村道路,王甲\n", .added = 1,
	  .says = "what only numbers the rows is not read: column A \"序号\"" },
	{ "dittos", "乡镇,村,屯,路,门牌,户主\n长乐镇," VILLAGE ",那亮,农村道路,1,王甲\n〃,〃,同上,上同,2,李乙\n", .added = -1,
	  .says = "1 row leaves the village empty or says that something is as above (row 3 column B \"" VILLAGE_NAME
		  "\"). Is what it leaves out that of the row above: \"村\", \"屯\", \"路\"?" },
	{ "dittos_yes", "村,屯,路,门牌,户主\n" VILLAGE ",那亮,农村道路,1,王甲\n〃,〃,同上,2,李乙\n", .added = 2,
	  .agreed = ROSTER_YES_ABOVE },
	{ "ditto_of_the_hamlet_alone", "村,屯,路,门牌,户主\n" VILLAGE ",那亮,农村道路,1,王甲\n" VILLAGE ",同上,农村道路,2,李乙\n",
	  .added = 2, .agreed = ROSTER_YES_ABOVE, .says = "Is what it leaves out that of the row above: \"屯\"? Yes." },
	{ "dittos_of_owners", "村,屯,路,门牌,户主\n" VILLAGE ",那亮,农村道路,1,王甲\n" VILLAGE ",那亮,农村道路,2,同上\n", .added = -1,
	  .says = "row 3, column E \"户主\": \"同上\" says" },
	{ "address", "村,屯,房屋坐落,户主\n" VILLAGE_NAME ",那亮,农村道路81号,王甲\n", .added = -1,
	  .says = "1 address is taken apart (row 2 \"农村道路81号\": Road 农村道路, Door number 81). Is that right?" },
	{ "address_yes", "村,屯,房屋坐落,户主\n" VILLAGE_NAME ",那亮,农村道路81号,王甲\n", .added = 1, .agreed = ROSTER_YES_ADDRESS },
	{ "address_of_all", "序号,村,地址,户主\n1,板老村,东兰县" VILLAGE_NAME "那亮屯12号,王甲\n", .added = 1, .agreed = ROSTER_YES_ADDRESS,
	  .says = "Hamlet 那亮, Door number 12, Road 无). Is that right? Yes." },
	{ "address_with_its_village", "坐落,户主\n板老村那亮屯幸福路12-1号,王甲\n", .added = 1, .agreed = ROSTER_YES_ADDRESS,
	  .says = "Hamlet 那亮, Road 幸福, Door number 12-1)" },
	{ "address_without_a_number", "村,屯,地址,户主\n" VILLAGE ",那亮,那亮屯,王甲\n", .added = 1, .agreed = ROSTER_YES_ADDRESS },
	{ "address_and_no_number", "村,屯,地址,户主\n" VILLAGE ",那亮,农村道路无门牌,王甲\n", .added = 1, .agreed = ROSTER_YES_ADDRESS },
	{ "address_of_more", "村,屯,地址,户主\n" VILLAGE ",那亮,农村道路81号二楼,王甲\n", .added = -1, .agreed = ROSTER_YES_ADDRESS,
	  .says = "row 2, column C \"地址\": \"农村道路81号二楼\": it cannot be told apart at \"二楼\"" },
	{ "address_of_a_name", "村,地址,户主\n" VILLAGE ",那亮81号,王甲\n", .added = -1, .agreed = ROSTER_YES_ADDRESS,
	  .says = "it cannot be told apart at \"那亮81号\"" },
	{ "address_below_a_merged_cell", "村,屯,地址,户主\n" VILLAGE ",那亮,农村道路81号,王甲\n,,农村道路82号,李乙\n", .added = 2,
	  .agreed = ROSTER_YES_ADDRESS | ROSTER_YES_ABOVE, .says = "of the row above: \"村\", \"屯\"? Yes." },
	{ "address_elsewhere", "村,屯,地址,户主\n" VILLAGE ",那亮,巴英屯1号,王甲\n", .added = -1, .agreed = ROSTER_YES_ADDRESS,
	  .says = "it cannot be told apart at \"巴英屯1号\"" },
	{ "number_empty", "序号,村（社区）,屯（组）,路（街巷）,户主（产权人）,备注\n," VILLAGE ",那亮,农村道路,王甲,\n", .added = 1 },
	{ "number_yes", "序号,村（社区）,屯（组）,路（街巷）,户主（产权人）\n1," VILLAGE ",那亮,农村道路,王甲\n", .added = 1,
	  .agreed = ROSTER_YES_COLUMNS },
	{ "problems_column", "村,屯,路,户主,问题\n" VILLAGE ",那亮,农村道路,王甲,row 2 ...\n", .added = 1 },
	{ "half_brackets", "村(社区),屯(组),路(街巷),门牌号,户主(产权人)\n" VILLAGE ",那亮,农村道路,1,王甲\n", .added = 1 },
	{ "short_names", "村,组,街巷,产权人\n" VILLAGE ",那亮,农村道路,王甲\n", .added = 1 },
	{ "line_breaks", "\"村\n（社区）\",\"屯 （组）\",路（街巷）*,\"户主\r\n（产权人）\"\n" VILLAGE ",那亮,农村道路,王甲\n",
	  .added = 1 },
	{ "twins", "村,屯,路,户主,产权人\n" VILLAGE ",那亮,农村道路,王甲,李乙\n", .added = -1,
	  .says = "columns D and E are both \"Owner\": take one of them out" },
	{ "no_head", "甲,乙,丙\n1,2,3\n", .added = -1, .says = "no row of the first 30 names the columns" },
	{ "nameless", "村,屯,路,户主\n" VILLAGE ",那亮,农村道路,王甲,x\n", .added = -1,
	  .says = "row 2, column E \"\": \"x\": there are more cells than columns" },
	{ "no_column", "村,屯,户主\n" VILLAGE ",那亮,王甲\n", .added = -1, .says = "row 2: " },
	{ "above", ZH ZH_ROW ",,,2,李乙,T2\n", .added = -1,
	  .says = "1 row leaves the village empty or says that something is as above (row 3 column A \"" VILLAGE_NAME
		  "\"). Is what it leaves out that of the row above: \"村（社区）\", \"屯（组）\", \"路（街巷）\"?" },
	{ "above_yes", ZH ZH_ROW ",,,2,李乙,T2\n", .added = 2, .agreed = ROSTER_YES_ABOVE },
	{ "village_ending", ZH "板老村民委员会,那亮,农村道路,1,王甲,T1\n" ZH_ROW "板老村,那亮,农村道路,2,李乙,T2\n", .added = 2,
	  .says = "2 cells name a village otherwise than the list does (row 2 column A \"板老村民委员会\" is " VILLAGE " " VILLAGE_NAME },
	{ "village_whole", ZH "广西壮族自治区 河池市 东兰县隘洞镇/板老村,那亮,农村道路,1,王甲,T1\n", .added = 1,
	  .says = "is " VILLAGE " " VILLAGE_NAME },
	{ "village_other_kind", ZH "板老社区,那亮,农村道路,1,王甲,T1\n", .added = -1, .says = "no village has this name; is it " VILLAGE },
	{ "village_beginning", ZH "板,那亮,农村道路,1,王甲,T1\n", .added = -1, .says = "\"板\": no village has this name" },
	{ "village_wrong_place", ZH "三石镇板老村,那亮,农村道路,1,王甲,T1\n", .added = -1,
	  .says = "\"三石镇板老村\": no village has this name" },
	{ "township_before", ZH "隘洞镇" VILLAGE_NAME ",那亮,农村道路,1,王甲,T1\n", .added = 1 },
	{ "hamlet_behind", ZH VILLAGE_NAME "坡甲屯,那亮,农村道路,1,王甲,T1\n", .added = -1,
	  .says = "no village has this name; is it " VILLAGE " " VILLAGE_NAME "?" },
	{ "other_township", "乡镇,村,屯,路,户主\n三石镇," VILLAGE ",那亮,农村道路,王甲\n", .added = -1, .agreed = ROSTER_YES_ALL,
	  .says = "row 2, column A \"乡镇\": \"三石镇\": the village of the row, " VILLAGE_NAME ", does not lie there" },
	{ "own_township", "所在乡（镇）,村,屯,路,户主\n东兰县隘洞镇," VILLAGE ",那亮,农村道路,王甲\n隘洞,板老,那亮,农村道路,李乙\n",
	  .added = 2 },
	{ "no_township", "乡镇,村,屯,路,户主\n隘东镇," VILLAGE ",那亮,农村道路,王甲\n", .added = -1,
	  .says = "row 2, column A \"乡镇\": \"隘东镇\": no township has this name" },
	{ "synonyms", "乡镇,行政村,所在自然屯,路名,门牌,户主姓名（必填）,联系电话\n隘洞镇,板老村,那亮,农村道路,1,王甲,13977612345\n",
	  .added = 1 },
	{ "no_synonym", "行政村,屯名,路名,户主姓名,家庭人口\n" VILLAGE ",那亮,农村道路,王甲,4\n", .added = -1,
	  .says = "no such field as these columns: E \"家庭人口\". Leave them out?" },
	{ "identity_number", "行政村,屯名,路名,户主姓名,身份证号码\n" VILLAGE ",那亮,农村道路,王甲,１１０１０５ 19491231 002x\n",
	  .added = 1 },
	{ "identity_number_wrong", "行政村,屯名,路名,户主姓名,身份证号码\n" VILLAGE ",那亮,农村道路,王甲,451224199001011234\n", .added = -1,
	  .says = "row 2, column E \"身份证号码\"" },
	{ "identity_number_of_the_owner",
	  "村,屯,路,户主,户主身份证号,联系电话\n" VILLAGE ",那亮,农村道路,王甲,11010519491231002X,13977612345\n", .added = 1 },
	{ "identity_number_none", "村,屯,路,户主,身份证\n" VILLAGE ",那亮,农村道路,王甲,无\n", .added = 1 },
	{ "two_phones", "村,屯,路,户主,联系电话,手机号码\n" VILLAGE ",那亮,农村道路,王甲,,\n", .added = -1,
	  .says = "columns E and F are both " },
	{ "two_heads_most_below", "行政村,房屋地址,,,户主姓名\n,屯,路,门牌号,\n" VILLAGE ",那亮,农村道路,1,王甲\n", .added = 1 },
	{ "two_heads_most_above", "名册,,,,\n行政村,屯,路,户主姓名,其他\n,,,,门牌号\n" VILLAGE ",那亮,农村道路,王甲,1\n", .added = 1 },
	{ "phone_under_another", ",,,,经营者,\n村,屯,路名,户主姓名,姓名,电话\n" VILLAGE ",那亮,农村道路,王甲,李乙,13977612345\n",
	  .added = -1, .says = "F \"经营者电话\". Leave them out?" },
	{ "phone_below_another", "村,屯,路名,户主姓名,经营者\n,,,,电话\n" VILLAGE ",那亮,农村道路,王甲,13977612345\n", .added = -1,
	  .says = "E \"经营者电话\". Leave them out?" },
	{ "phone_under_the_owner", ",,,户主,\n村,屯,路名,户主姓名,电话\n" VILLAGE ",那亮,农村道路,王甲,13977612345\n", .added = 1 },
	{ "phone_under_a_title", "名册,,,,\n村,屯,路名,户主姓名,电话\n" VILLAGE ",那亮,农村道路,王甲,13977612345\n", .added = 1 },
	{ "title_is_no_head", "板老村名册,,,,\n行政村,屯,路,户主姓名\n" VILLAGE ",那亮,农村道路,王甲\n", .added = 1 },
	{ "phone_in_name", ZH VILLAGE ",那亮,农村道路,1,王甲13912345678,T1\n", .added = -1,
	  .says = "row 2, column E \"户主（产权人）\": \"王甲13912345678\": holds a telephone or card number, which is no part of a name" },
	{ "phone_in_name_parted", ZH VILLAGE ",那亮,农村道路,1,王甲（139-1234 5678）,T1\n", .added = -1,
	  .says = "holds a telephone or card number" },
	{ "own_letter", ZH VILLAGE ",那亮,农村道路,1,王\xee\xa1\xa3,T1\n", .added = -1,
	  .says = "the letter at place 2 (U+E863) is one that a single machine can show" },
	{ "door_date_with_time", ZH VILLAGE ",那亮,农村道路,2022/3/1 0:00:00,王甲,T1\n", .added = -1,
	  .says = "\"2022/3/1 0:00:00\" is a date" },
	{ "wrong_choice", HEAD VILLAGE ",那亮,农村道路,1,王甲,商住,T1\n", .added = -1,
	  .says = "row 2, column F \"listed_use\": \"商住\": holds a code that its list does not have; there are: 1 Commercial" },
	/* what many rows have alike is told once */
	{ "same_in_many_rows",
	  HEAD VILLAGE
	  ",那亮,农村道路,1,王甲,商住,T1\n" VILLAGE ",那亮,农村道路,2,王乙,#N/A,T2\n" VILLAGE ",那亮,农村道路,3,王丙,商住,T3\n" VILLAGE
	  ",那亮,农村道路,4,王丁,商铺,T4\n" VILLAGE ",那亮,农村道路,5,王戊,商住,T5\n" VILLAGE ",那亮,农村道路,6,王己,商住,T6\n" VILLAGE
	  ",那亮,农村道路,7,王庚,商住,T7\n" VILLAGE ",那亮,农村道路,8,王辛,商住,T8\n" VILLAGE ",那亮,农村道路,9,王壬,商住,T9\n",
	  .added = -1, .says = "3 Other (the same in 6 more rows: 4, 6, 7, 8, 9 and so on)\nrow 3, column F" },
	/* what is quoted of the others is what stands there, never a word of the sentence */
	{ "same_rule_in_many_rows", ZH VILLAGE ",那亮,农村道路,1,未知,T1\n" VILLAGE ",那亮,农村道路,2,不详,T2\n", .added = -1,
	  .says = "(column E \"户主（产权人）\": \"未知\") (the same in 1 more row: 3 \"不详\")\n" },
	/* what programs write for nothing, and what a spreadsheet would compute */
	{ "words_of_programs", ZH VILLAGE ",那亮,农村道路,1,null,T1\n" VILLAGE ",那亮,农村道路,2,Undefined,T2\n", .added = -1,
	  .says = "(column E \"户主（产权人）\": \"null\") (the same in 1 more row: 3 \"Undefined\")\n" },
	{ "no_hamlet_but_null", ZH VILLAGE ",NULL,农村道路,1,韦建国,T1\n" VILLAGE ",那亮,None,2,韦建国,T2\n", .added = -1,
	  .says = "nothing was added: 2 cells must be corrected first" },
	{ "a_county_owns_nothing", ZH VILLAGE ",那亮,农村道路,1,东兰县,T1\n", .added = -1, .says = "as 东兰县人民政府" },
	{ "formulas", ZH VILLAGE ",那亮,农村道路,1,=cmd|calc,T1\n" VILLAGE ",那亮,@路,2,-韦建国,=1+1\n", .added = -1,
	  .says = "\"=cmd|calc\" begins as a formula does, which other spreadsheets would compute: write the text without that sign" },
	{ "and_others", ZH VILLAGE ",那亮,农村道路,1,韦建国等,T1\n", .added = -1, .says = "It looks like what somebody is called" },
	/* a village that is missing is told once, and nothing that hangs on it */
	{ "no_village_alone", ZH ",那亮,农村道路,1,王甲,T1\n", .added = -1, .says = "nothing was added: 1 cell must be corrected first" },
	/* what is refused is asked nothing more */
	{ "name_refused_and_not_asked", ZH VILLAGE ",那亮,农村道路,1,小王,T1\n" VILLAGE ",那亮,农村道路,2,王,T2\n", .added = -1,
	  .says = "1 row: It looks like what somebody is called; compare the papers (row 2 column E \"小王\"). Is it" },
	{ "same_road_missing", "村,屯,路,门牌,户主\n" VILLAGE ",那亮,,1,王甲\n" VILLAGE ",那亮,,2,王乙\n" VILLAGE ",,农村道路,3,王丙\n",
	  .added = -1,
	  .says = "row 2, column C \"路\": must be filled (the same in 1 more row: 3)\nrow 4, column B \"屯\": must be filled\n" },
	{ "same_columns_missing", "村,屯\n" VILLAGE ",那亮\n" VILLAGE ",那乙\n", .added = -1,
	  .says = "row 2: \"Road\": must be filled (the same in 1 more row: 3)\nrow 2: \"Owner\": must be filled (the same in 1 more row: 3)\n" },
	{ "same_doors_in_many_rows",
	  ZH VILLAGE ",那亮,农村道路,3月1日,王甲,T1\n" VILLAGE ",那亮,农村道路,3月2日,王乙,T2\n" VILLAGE ",那亮,农村道路,3月1日,王丙,T3\n",
	  .added = -1,
	  .says = "\"3月1日\" is a date, which a spreadsheet makes of 3-1; format the column as text and type it again (the same in 2 more rows: 3 "
		  "\"3月2日\", 4)" },
	{ "same_twins_in_many_rows",
	  ZH VILLAGE ",那亮,农村道路,1,王甲,T1\n" VILLAGE ",那亮,农村道路,2,王乙,T1\n" VILLAGE ",那亮,农村道路,3,王丙,T1\n", .added = -1,
	  .says = "row 3, column F \"自建房排查编码\": row 2 has the same number and says something else; one of the two is wrong (the same in 1 more "
		  "row: 4)" },
	{ "same_rows_again", ZH ZH_ROW ZH_ROW ZH_ROW VILLAGE ",那亮,农村道路,2,王乙,T2\n" ZH_ROW, .added = 2,
	  .says = "row 3: says the same as row 2; taken once (the same in 2 more rows: 4, 6)\n" },
	{ "village_unknown", ZH "那里村,那亮,农村道路,1,王甲,T1\n", .added = -1, .says = "row 2, column A \"村（社区）\": \"那里村\"" },
	{ "outside", ZH "451224100001,那亮,农村道路,1,王甲,T1\n", .added = -1, .says = "row 2, column A \"村（社区）\"" },

	/* a line break is no part of a value: at the ends nothing is meant by it, inside two things may be */
	{ "break_inside", ZH VILLAGE ",那亮,农村道路,1,\"王甲\n李乙\",T1\n", .added = -1,
	  .says = "row 2, column E \"户主（产权人）\": \"王甲 李乙\" stands on 2 lines of the cell: write it on one, or the second where it belongs" },
	{ "break_crlf", ZH VILLAGE ",那亮,农村道路,1,\"王甲\r\n李乙\",T1\n", .added = -1, .mend = true,
	  .says = "\"王甲 李乙\" stands on 2 lines of the cell" },
	{ "break_of_a_number", ZH VILLAGE ",那亮,农村道路,1,王甲,\"T1\n\nT2\"\n", .added = -1,
	  .says = "row 2, column F \"自建房排查编码\": \"T1 T2\" stands on 3 lines of the cell" },
	{ "break_at_the_ends", ZH VILLAGE ",\"那亮\n\",农村道路,1,\"\r\n王甲\",T1\n", .added = 1 },
	{ "x_break", .sheet = X_HEAD X_ROW("2", "", "王甲&#10;李乙", ""), .added = -1,
	  .says = "\"王甲 李乙\" stands on 2 lines of the cell" },

	/* cells that a spreadsheet broke */
	{ "date_slash", ZH VILLAGE ",那亮,农村道路,2022/3/1,王甲,T1\n", .added = -1,
	  .says = "row 2, column D \"门牌号\": \"2022/3/1\" is a date" },
	{ "date_en", ZH VILLAGE ",那亮,农村道路,1-Mar,王甲,T1\n", .added = -1, .says = "\"1-Mar\" is a date" },
	{ "door_dash", ZH VILLAGE ",那亮,农村道路,3-1,王甲,T1\n", .added = 1 },
	{ "exponent", ZH VILLAGE ",那亮,农村道路,1,王甲,4.51224E+17\n", .added = -1,
	  .says = "row 2, column F \"自建房排查编码\": \"4.51224E+17\": a spreadsheet turned a long number into this and lost its last digits" },
	{ "value_error", ZH VILLAGE ",那亮,农村道路,1,#VALUE!,T1\n", .added = -1, .says = "\"#VALUE!\" is an error of the spreadsheet" },
	{ "code_kept", ZH VILLAGE ",那亮,农村道路,1,王甲,\"=\"\"0012345\"\"\"\n", .added = 1 },
	{ "quote_open", ZH "\"" VILLAGE ",那亮\n", .added = -1, .says = "line 2: a quotation mark is opened and not closed" },
	{ "many", ZH VILLAGE ",那亮,农村道路,1,#N/A,########\n", .added = -1,
	  .says = "nothing was added: 2 cells must be corrected first" },

	/* XLSX */
	{ "x_plain", .sheet = X_HEAD X_ROW("2", N("D", "2", "1"), "王甲", C("F", "2", "T1")), .added = 1 },
	{ "x_hidden",
	  .sheet = X_HEAD "<row r=\"2\" hidden=\"1\">" C("A", "2", VILLAGE) C("B", "2", "那亮") C("C", "2", "农村道路")
		  C("E", "2", "王甲") "</row>",
	  .added = -1, .says = "1 row is hidden in the spreadsheet, by a filter or by hand (row 2). Is it to be taken too?" },
	{ "x_date", .sheet = X_HEAD X_ROW("2", "<c r=\"D2\" s=\"1\"><v>44621</v></c>", "王甲", ""), .added = -1,
	  .says = "row 2, column D \"门牌号\": \"3月1日\" is a date, which a spreadsheet makes of 3-1" },
	{ "x_error", .sheet = X_HEAD X_ROW("2", "<c r=\"D2\" t=\"e\"><v>#N/A</v></c>", "王甲", ""), .added = -1,
	  .says = "row 2, column D \"门牌号\": \"#N/A\" is an error" },
	{ "x_lost", .sheet = X_HEAD X_ROW("2", "", "王甲", N("F", "2", "4.51224101201123E17")), .added = -1,
	  .says = "row 2, column F \"自建房排查编码\": \"451224101201123000\": a spreadsheet turned a long number into this" },
	{ "x_formula", .sheet = X_HEAD X_ROW("2", "<c r=\"D2\"><f>ROW()</f></c>", "王甲", ""), .added = -1,
	  .says = "\"=ROW()\" is a formula whose result was not saved" },
	{ "x_result", .sheet = X_HEAD X_ROW("2", "<c r=\"D2\"><f>ROW()</f><v>2</v></c>", "王甲", ""), .added = 1 },
	{ "x_escape", .sheet = X_HEAD X_ROW("2", "", "王_x001B_甲", ""), .added = -1,
	  .says = "row 2, column E \"户主（产权人）\": the control character U+001B" },
	{ "x_merged",
	  .sheet = X_HEAD X_ROW("2", N("D", "2", "1"), "王甲", "") "<row r=\"3\">" C("B", "3", "那亮") C("C", "3", "农村道路")
		  C("E", "3", "李乙") "</row><row r=\"4\"/>",
	  .merges = "<mergeCells><mergeCell ref=\"A2:A4\"/></mergeCells>", .added = 2 },
	{ "x_two_rows",
	  .sheet = "<row r=\"1\">" C("A", "1", "东兰县名册") "</row><row r=\"2\">" C("A", "2", "村（社区）") C("B", "2", "房屋地址")
		  C("E", "2", "户主") "</row><row r=\"3\">" C("B", "3", "屯") C("C", "3", "路")
			  C("D", "3", "门牌号") "</row>"
						"<row r=\"4\">" C("A", "4", VILLAGE) C("B", "4", "那亮") C("C", "4", "农村道路")
							C("E", "4", "王甲") "</row>",
	  .merges =
		  "<mergeCells><mergeCell ref=\"A1:E1\"/><mergeCell ref=\"A2:A3\"/><mergeCell ref=\"B2:D2\"/><mergeCell ref=\"E2:E3\"/></mergeCells>",
	  .added = 1 },
	{ "x_second", .sheet = "<row r=\"1\">" C("A", "1", "填表说明") "</row>",
	  .second = "<sheetData>" X_HEAD X_ROW("2", "", "王甲", "") "</sheetData>", .added = 1, .says = "sheet \"说明\" of 2 is read" },
	{ "x_both", .sheet = X_HEAD X_ROW("2", "", "王甲", ""), .second = "<sheetData>" X_HEAD X_ROW("2", "", "王甲", "") "</sheetData>",
	  .added = -1, .says = "several sheets hold rows: 名册, 说明; say which one is meant" },
	{ "x_damaged", .sheet = X_HEAD "<row r=\"2\"><c>", .added = -1, .says = "row 2: the table is damaged there" },
};

static char *
make_csv(const struct roster_case *at)
{
	char *path = world_path("corpus.csv");
	struct buf out = { 0 };
	struct err err = { 0 };
	bool little = at->to && strcmp(at->to, "LE") == 0, big = at->to && strcmp(at->to, "BE") == 0;
	size_t len = strlen(at->text);

	if (at->to && strcmp(at->to, "BOM") == 0)
		buf_text_add(&out, "\xef\xbb\xbf");
	if (at->to && strcmp(at->to, "GB") == 0) {
		must(text_to_gb18030(at->text, len, &out, &err), &err);
	} else if (little || big) {
		buf_text_add(&out, little ? "\xff\xfe" : "\xfe\xff");
		for (const char *text = at->text; *text;) {
			uint32_t c;

			text += text_decode(text, strlen(text), &c);
			buf_char(&out, (char)(little ? c & 0xff : c >> 8));
			buf_char(&out, (char)(little ? c >> 8 : c & 0xff));
		}
	} else {
		buf_text_add(&out, at->text);
	}
	must(file_write(path, out.data, out.len, 0600, &err), &err);
	buf_release(&out);
	return path;
}

static char *
make_xlsx(const struct roster_case *at)
{
	char *path = world_path("corpus.xlsx"), *sheet = mem_printf("<sheetData>%s</sheetData>%s", at->sheet, at->merges ? at->merges : "");
	struct archive_book book = {
		.sheet = sheet,
		.second = at->second,
		.formats =
			"<numFmts><numFmt numFmtId=\"180\" formatCode=\"000000000000000000\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"58\"/><xf numFmtId=\"180\"/></cellXfs>"
	};

	assert_true(archive_book_make(path, &book));
	free(sheet);
	return path;
}

/* A table to correct is written beside the roster: so the files of tests/data are copied first. */
static char *
copy_data(const char *name)
{
	char *from = mem_printf("%s/tests/data/rosters/%s.csv", getenv("LOUCE_SRC"), name), *path = world_path("corpus.csv");
	struct buf text = { 0 };
	struct err err = { 0 };

	must(file_read(from, 65536, &text, &err), &err);
	must(file_write(path, text.data, text.len, 0600, &err), &err);
	buf_release(&text);
	free(from);
	return path;
}

static void
drop_corrected(const char *path)
{
	char *stem = mem_strndup(path, (size_t)(strrchr(path, '.') - path)),
	     *corrected = mem_printf("%s-to-correct%s", stem, strrchr(path, '.'));

	unlink(corrected);
	free(corrected);
	free(stem);
}

static void
rosters__of_every_kind__are_taken_or_named(void **state)
{
	char person[33];
	size_t wrong = 0;

	(void)state;
	come("名册", person);
	grant_in(person, VILLAGE);
	unlock(person);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct roster_case *at = &cases[i];
		char *path = at->text ? make_csv(at) : at->sheet ? make_xlsx(at) : copy_data(at->name);
		struct app_roster ask = { .path = path, .dry_run = true, .agreed = at->agreed, .mend = at->mend };
		struct app_roster_result result;
		struct buf problems = { 0 };
		struct err err = { 0 };
		enum status status = app_roster_import(app, &ask, &result, &problems, &err);
		int added = status ? -1 : (int)(result.added + result.known);

		for (size_t n = 0; n < result.note_count; n++)
			buf_printf(&problems, "%s\n", result.notes[n]);
		if (added != at->added || (at->says && !strstr(buf_text(&problems), at->says) && !strstr(err.text, at->says))) {
			print_error("%s: %d\n%s%s\n", at->name, added, buf_text(&problems), err.text);
			wrong++;
		}
		drop_corrected(path);
		app_roster_result_release(&result);
		buf_release(&problems);
		free(path);
	}
	assert_int_equal(wrong, 0);
	app_lock(app);
}

/* Takes a table in on trial by a person of the village; `expected` must stand in what is said. */
static void
try_table(const char *path, struct app_roster ask, enum status wanted, const char *expected)
{
	struct app_roster_result result;
	struct buf problems = { 0 };
	struct err err = { 0 };
	enum status status;

	ask.path = path;
	ask.correct = true;
	status = app_roster_import(app, &ask, &result, &problems, &err);
	if (status != wanted || (expected && !strstr(buf_text(&problems), expected) && !strstr(err.text, expected)))
		fail_msg("%s%s", buf_text(&problems), err.text);
	app_roster_result_release(&result);
	buf_release(&problems);
}

static void
read_rows(const char *path, struct buf *out)
{
	struct table_reader *reader = NULL;
	struct table_row row;
	struct err err = { 0 };
	bool more = true;

	must(table_reader_open(path, &reader, &err), &err);
	must(table_reader_start(reader, 0, &err), &err);
	while (more) {
		must(table_reader_next(reader, &row, &more, &err), &err);
		for (size_t c = 0; more && c < row.count; c++)
			buf_printf(out, "%s%s", c ? "|" : "", row.cells[c].text);
		buf_text_add(out, more ? "\n" : "");
	}
	table_reader_close(reader);
}

static void
enter(char person[33])
{
	come("更正", person);
	grant_in(person, VILLAGE);
	unlock(person);
}

static void
a_refused_roster__is_written_anew__with_what_is_wrong_beside_its_rows(void **state)
{
	static const struct roster_case csv = { "csv", .text = "名册,,,,,\n" ZH VILLAGE ",那亮,农村道路,3-1,=王甲,0012345\n" VILLAGE
							       ",那亮,农村道路,3月1日,#N/A,451224101201123456\n" };
	static const struct roster_case xlsx = { "xlsx", .sheet = X_HEAD X_ROW("2", C("D", "2", "3-1"), "=王甲", C("F", "2", "0012345"))
								 X_ROW("4", "<c r=\"D4\" s=\"1\"><v>44621</v></c>", "李乙", "") };
	static const struct roster_case lost = { "lost", .sheet = X_HEAD X_ROW("2", C("D", "2", "3-1"), "王甲",
									       "<c r=\"F2\" s=\"2\"><v>4.51224101201123E17</v></c>") };
	static const char wrong[] = "\"3月1日\" is a date, which a spreadsheet makes of 3-1; format the column as text and type it again";
	static const char formula[] =
		"\"=王甲\" begins as a formula does, which other spreadsheets would compute: write the text without that sign";
	char person[33], *path, *corrected, *expected;
	struct buf text = { 0 };

	(void)state;
	enter(person);
	path = make_csv(&csv);
	corrected = world_path("corpus-to-correct.csv");
	try_table(path, (struct app_roster){ .dry_run = true }, STATUS_INVALID,
		  "corpus-to-correct.csv\": correct it there and import that table");
	read_rows(corrected, &text);
	expected = mem_printf(
		"名册\n村（社区）|屯（组）|路（街巷）|门牌号|户主（产权人）|自建房排查编码|problem\n" VILLAGE
		"|那亮|农村道路|3-1|=王甲|0012345|E: %s\n" VILLAGE
		"|那亮|农村道路|3月1日|#N/A|451224101201123456|D: %s; E: \"#N/A\" is an error of the spreadsheet; type the value itself\n",
		formula, wrong);
	assert_string_equal(buf_text(&text), expected);
	free(expected);
	/* Once more, still wrong: the column of problems is known, and the earlier table stays. */
	try_table(corrected, (struct app_roster){ .dry_run = true }, STATUS_INVALID, "corpus-to-correct-2.csv\": correct it there");
	free(path);
	free(corrected);

	buf_clear(&text);
	path = make_xlsx(&xlsx);
	if (!table_has_office()) { /* as CSV, where no XLSX is made */
		try_table(path, (struct app_roster){ .dry_run = true }, STATUS_INVALID, "corpus-to-correct-3.csv\": correct it there");
		free(path);
		buf_release(&text);
		app_lock(app);
		return;
	}
	corrected = world_path("corpus-to-correct.xlsx");
	try_table(path, (struct app_roster){ .dry_run = true }, STATUS_INVALID, "corpus-to-correct.xlsx\": correct it there");
	read_rows(corrected, &text);
	expected = mem_printf("村（社区）|屯（组）|路（街巷）|门牌号|户主（产权人）|自建房排查编码|problem\n" VILLAGE
			      "|那亮|农村道路|3-1|=王甲|0012345|E: %s\n" VILLAGE "|那亮|农村道路|3月1日|李乙||D: %s\n",
			      formula, wrong);
	assert_string_equal(buf_text(&text), expected);
	free(expected);
	free(path);
	free(corrected);

	/* A number that lost its digits, in a format that fills it up with zeros: the table to correct tells it again. */
	path = make_xlsx(&lost);
	corrected = world_path("corpus-to-correct-2.xlsx");
	try_table(path, (struct app_roster){ .dry_run = true }, STATUS_INVALID, "corpus-to-correct-2.xlsx\": correct it there");
	try_table(corrected, (struct app_roster){ .dry_run = true, .agreed = ROSTER_YES_ROUNDED }, STATUS_INVALID,
		  "a spreadsheet turned a long number into this and lost its last digits");
	free(path);
	free(corrected);
	buf_release(&text);
	app_lock(app);
}

/* A part of an XLSX as text. */
static char *
part_of(const char *path, const char *name)
{
	char *text = mem_alloc(1 << 20);
	struct zip *zip = zip_open(path, ZIP_RDONLY, NULL);
	struct zip_file *part = zip ? zip_fopen(zip, name, 0) : NULL;

	assert_non_null(part);
	assert_true(zip_fread(part, text, (1 << 20) - 1) > 0);
	zip_fclose(part);
	zip_discard(zip);
	return text;
}

static void
a_template__offers_villages_and_codes__to_choose_from(void **state)
{
	char person[33], *path = world_path("choices.xlsx"), *sheet, *texts, *book;
	struct err err = { 0 };

	(void)state;
	enter(person);
	must(app_roster_template(app, path, "451224101201", "zh", &err), &err);
	sheet = part_of(path, "xl/worksheets/sheet1.xml");
	texts = part_of(path, "xl/sharedStrings.xml");
	book = part_of(path, "xl/workbook.xml");
	assert_non_null(strstr(sheet, "<dataValidation type=\"list\""));
	assert_non_null(strstr(sheet, "sqref=\"A3:A20001\"><formula1>'choices'!$A$1:$A$1</formula1>"));
	assert_non_null(strstr(sheet, "sqref=\"I3:I20001\"><formula1>'choices'!$I$1:$I$3</formula1>"));
	assert_non_null(strstr(book, "<sheet name=\"choices\" sheetId=\"2\" state=\"hidden\""));
	assert_non_null(strstr(texts, list_choice(pack_list(store_pack(app_store(app)), "use_class"), "1")->label.zh));
	free(sheet);
	free(texts);
	free(book);
	free(path);
	app_lock(app);
}

static void
a_template__is_a_roster_without_rows__and_goes_out_once(void **state)
{
	static const char *const names[] = { "template.xlsx", "template.csv" };
	struct err err = { 0 };
	char person[33];

	(void)state;
	enter(person);
	for (size_t i = table_has_office() ? 0 : 1; i < ARRAY_LEN(names); i++) {
		char *path = world_path(names[i]);
		struct buf text = { 0 };

		must(app_roster_template(app, path, "451224101", "zh", &err), &err);
		read_rows(path, &text);
		assert_non_null(strstr(
			buf_text(&text),
			"村（社区）|屯（组）|路（街巷）|门牌号|房屋名称|户主（产权人）|名册登记身份证号|名册登记电话|名册登记用途|自建房排查编码|"));
		try_table(path, (struct app_roster){ .dry_run = true }, STATUS_OK, "1 row that holds a remark alone was passed over");
		assert_int_equal(app_roster_template(app, path, "451224101", "zh", &err), STATUS_CONFLICT);
		buf_release(&text);
		free(path);
	}
	assert_int_equal(app_roster_template(app, "x.csv", "99", "zh", &err), STATUS_NOT_FOUND);
	assert_string_equal(err.text, "no village lies in the area \"99\"");
	assert_int_equal(app_roster_template(app, "x.doc", NULL, "zh", &err), STATUS_INVALID);
	assert_string_equal(err.text, "a template ends in .xlsx or .csv");
	app_lock(app);
}

static void
a_map__names_the_columns_of_another_system__and_is_kept(void **state)
{
	static const struct roster_case foreign = { "map", .text = "坐落,小组,街道,产权登记人,备注\n" VILLAGE ",那亮,农村道路,王甲,x\n" };
	static const char good[] = "# our platform\n坐落: village\n\"小组\": group_name\n街道：road\n产权登记人: owner_name\n备注: -\n";
	static const struct roster_case refused = { "map", .text = "坐落,小组,街道,产权登记人,备注\n" VILLAGE ",那亮,农村道路,#N/A,x\n" };
	static const struct roster_case own = { "own", .text = "村,屯,路,户主\n" VILLAGE ",那亮,农村道路,王甲\n" };
	static const struct roster_case own_two = { "own", .text = "村,屯,路,户主,产权人\n" VILLAGE ",那亮,农村道路,王楼,王甲\n" };
	static const struct roster_case own_others = { "own", .text = "村,屯,路,户主,普查房屋编号,联系电话\n" VILLAGE
								      ",那亮,农村道路,王甲,12,自己的楼\n" };
	struct roster_look look;
	char person[33], *path = make_csv(&foreign), *map = world_path("map.yaml"), *faulty;
	struct app_roster ask = { .dry_run = true, .correct = true };
	struct err err = { 0 };

	(void)state;
	enter(person);
	try_table(path, ask, STATUS_INVALID, "no row of the first 30 names the columns");
	ask.map = map;
	must(file_write(map, "坐落: villag\n", 15, 0600, &err), &err);
	try_table(path, ask, STATUS_INVALID, "map.yaml: line 1: neither \"listing\" nor \"platform\" has a field \"villag\"");
	must(file_write(map, "村\n", 4, 0600, &err), &err);
	try_table(path, ask, STATUS_INVALID, "map.yaml: line 1: write \"header: field\", with a blank behind the colon");
	must(file_write(map, good, strlen(good), 0600, &err), &err);
	try_table(path, ask, STATUS_OK, NULL);
	ask.map = NULL; /* a dry run keeps nothing */
	try_table(path, ask, STATUS_INVALID, "no row of the first 30 names the columns");

	/* ... nor does a table that was refused */
	faulty = make_csv(&refused);
	try_table(faulty, (struct app_roster){ .map = map }, STATUS_INVALID, "\"#N/A\" is an error");
	free(faulty);
	free(make_csv(&foreign));
	try_table(path, ask, STATUS_INVALID, "no row of the first 30 names the columns");
	try_table(path, (struct app_roster){ .map = map }, STATUS_OK, NULL);
	try_table(path, ask, STATUS_OK, "columns are taken for what they were named once: A \"坐落\": Village");

	/* What was kept goes before the form's own names, but for one that must be filled and that no other column is; what is given now goes before all. */
	must(file_write(map, "户主: building_name\n产权人: owner_name\n", strlen("户主: building_name\n产权人: owner_name\n"), 0600, &err),
	     &err);
	free(make_csv(&own));
	try_table(path, (struct app_roster){ .map = map }, STATUS_INVALID, "Owner");
	free(make_csv(&own_two));
	try_table(path, (struct app_roster){ .map = map }, STATUS_OK, NULL);
	try_table(path, ask, STATUS_OK, "columns are taken for what they were named once: D \"户主\": Name of the building");
	must(app_roster_look(app, path, NULL, NULL, &look, &err), &err);
	assert_string_equal(look.columns[3].field->name, "building_name");
	assert_string_equal(look.columns[4].field->name, "owner_name");
	roster_look_release(&look);
	free(make_csv(&own));
	try_table(path, ask, STATUS_OK, NULL);
	must(file_write(map, "普查房屋编号: -\n联系电话: building_name\n", strlen("普查房屋编号: -\n联系电话: building_name\n"), 0600,
			&err),
	     &err);
	free(make_csv(&own_others));
	try_table(path, (struct app_roster){ .map = map }, STATUS_OK, NULL);
	try_table(path, ask, STATUS_OK,
		  "columns are taken for what they were named once: E \"普查房屋编号\": left out, F \"联系电话\": Name of the building");
	must(app_roster_look(app, path, NULL, NULL, &look, &err), &err);
	assert_true(look.columns[4].left_out && !look.columns[4].field);
	roster_look_release(&look);
	free(path);
	free(map);
	app_lock(app);
}

/* Words in a column of codes: refused as they stand, mapped once by a file or by what was said on the page, told, and kept for the next table. */
static void
words_of_a_column__are_mapped_once__and_kept(void **state)
{
	static const struct roster_case office = { "words",
						   .text = "村,屯,路,门牌,户主,房屋用途\n" VILLAGE ",那亮,农村道路,1,王甲,自住\n" VILLAGE
							   ",那亮,农村道路,2,王乙,超市\n" VILLAGE ",那亮,农村道路,3,王丙,自住\n" VILLAGE
							   ",那亮,农村道路,4,王丁,空房\n" VILLAGE ",那亮,农村道路,5,王戊,1\n"
							   "合计,,,,5,自住\n" };
	static const char *const wrong[][2] = {
		{ "房屋用途:\n  自住: 9\n",
		  "map.yaml: line 2: \"9\" is no option of \"Use according to the roster\"; there are: 1 Commercial, 2 Dwelling with business, 3 Other" },
		{ "房屋用途: listed_use\n  自住: 3\n  自住: 1\n",
		  "map.yaml: line 3: \"自住\" means something else in line 2: write it once" },
		{ "房屋用途: listed_use\n房屋用途: -\n", "map.yaml: line 2: \"房屋用途\" means something else in line 1: write it once" },
		{ "门牌:\n  自住: 3\n", "map.yaml: line 2: the column \"门牌\" is no field with options" },
		{ "用处:\n  自住: 3\n", "map.yaml: line 2: the column \"用处\" is no field with options" },
		{ "房屋用途: listed_use\n  自住 3\n", "map.yaml: line 2: write \"word: option\" below the header of its column" },
	};
	static const char file[] =
		"  # what this office calls it\n  门牌: door_no\n  房屋用途:\n    自住: 3\n    \"超市\": 经营性自建房\n\t    空房: -\n";
	static const char told[] = "words of column F \"房屋用途\" are taken for what they were said to mean: \"自住\" is Other (2 rows); "
				   "\"超市\" is Commercial (1 row); \"空房\" is left empty (1 row)";
	char person[33], *path = make_csv(&office), *map = world_path("map.yaml");
	struct app_roster dry = { .dry_run = true };
	struct roster_map said = { 0 };
	struct roster_look look;
	struct err err = { 0 };
	const struct roster_look_column *column;

	(void)state;
	enter(person);
	try_table(
		path, dry, STATUS_INVALID,
		"row 2, column F \"房屋用途\": \"自住\": holds a code that its list does not have; there are: 1 Commercial, 2 Dwelling with business, 3 Other "
		"(the same in 1 more row: 4)\nrow 3, column F");
	drop_corrected(path);
	dry.map = map;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		must(file_write(map, wrong[i][0], strlen(wrong[i][0]), 0600, &err), &err);
		try_table(path, dry, STATUS_INVALID, wrong[i][1]);
	}
	must(file_write(map, file, strlen(file), 0600, &err), &err);
	try_table(path, dry, STATUS_OK, told);
	dry.map = NULL;
	try_table(path, dry, STATUS_INVALID, "\"自住\""); /* a dry run keeps nothing */
	drop_corrected(path);

	/* the page: words with how many rows have them, without the row of sums */
	must(app_roster_look(app, path, NULL, NULL, &look, &err), &err);
	app_roster_words(app, path, NULL, NULL, &look);
	column = &look.columns[5];
	assert_int_equal(column->word_count, 4);
	assert_string_equal(column->words[0].text, "自住");
	assert_int_equal(column->words[0].rows, 2);
	assert_int_equal(column->words[0].is, ROSTER_WORD_UNKNOWN);
	assert_string_equal(column->words[3].text, "1");
	assert_int_equal(column->words[3].is, ROSTER_WORD_OWN);
	assert_string_equal(column->words[3].choice->name, "1");
	roster_look_release(&look);
	roster_map_set_word(&said, "房屋用途", "listed_use", "自住", "3");
	roster_map_set_word(&said, "房屋用途", "listed_use", "超市", "1");
	roster_map_set_word(&said, "房屋用途", "listed_use", "空房", "");
	dry.columns = &said;
	try_table(path, dry, STATUS_OK, told);
	must(app_roster_map_keep(app, &said, &err), &err);
	roster_map_release(&said);
	dry.columns = NULL;
	try_table(path, dry, STATUS_OK, told);

	/* what was said of a word goes before what the form knows, and another column's words are its own */
	must(file_write(map, "房屋用途:\n  1: 3\n", strlen("房屋用途:\n  1: 3\n"), 0600, &err), &err);
	dry.map = map;
	try_table(path, dry, STATUS_OK, "\"空房\" is left empty (1 row); \"1\" is Other (1 row)");
	free(path);
	path = make_csv(&(struct roster_case){ "other", .text = "村,屯,路,门牌,户主,主要用途\n" VILLAGE ",那亮,农村道路,1,王甲,自住\n" });
	try_table(path, (struct app_roster){ .dry_run = true }, STATUS_INVALID, "row 2, column F \"主要用途\": \"自住\"");
	drop_corrected(path);
	free(path);
	free(map);
	app_lock(app);
}

/* Several words in a cell of several options: each is said once, and what the form knows by itself stays beside them. */
static void
words_of_several_options__are_mapped_one_by_one(void **state)
{
	static const struct roster_case office = { "several", .text = "村,屯,路,门牌,户主,p_own_parts\n" VILLAGE
								      ",那亮,农村道路,1,王甲,\"柱子、屋盖上;砖墙\"\n" VILLAGE
								      ",那亮,农村道路,2,王乙,飞檐\n" };
	const struct pack *pack = store_pack(app_store(app));
	const struct field *field = roster_map_field(pack, "p_own_parts");
	struct roster_map said = { 0 };
	char *path = make_csv(&office), *known;
	struct roster_reading reading = { .app = app, .pack = pack, .path = path, .map = &said, .agreed = ROSTER_YES_ALL };
	const struct value *parts;
	struct err err = { 0 };

	(void)state;
	unlock(officer);
	assert_int_equal(field->type, FIELD_SELECT_MULTIPLE);
	roster_map_set_word(&said, "p_own_parts", field->name, "柱子", field->list->choices[2].name);
	roster_map_set_word(&said, "p_own_parts", field->name, "屋盖上", field->list->choices[0].name);
	must(roster_read(&reading, &err), &err);
	assert_int_equal(reading.fault_count, 2);
	assert_int_equal(reading.unknown_words, 2);
	assert_string_equal(reading.kinds[0].text + strlen("\"砖墙\" "), reading.kinds[1].text + strlen("\"飞檐\" "));
	roster_reading_release(&reading);
	free(path);

	known = mem_printf("村,屯,路,门牌,户主,p_own_parts\n" VILLAGE ",那亮,农村道路,1,王甲,柱子、%s、屋盖上\n" VILLAGE
			   ",那亮,农村道路,2,王乙,飞檐\n",
			   field->list->choices[1].label.zh);
	roster_map_set_word(&said, "p_own_parts", field->name, "飞檐", "");
	path = make_csv(&(struct roster_case){ "several", .text = known });
	reading = (struct roster_reading){ .app = app, .pack = pack, .path = path, .map = &said, .agreed = ROSTER_YES_ALL };
	must(roster_read(&reading, &err), &err);
	assert_int_equal(reading.fault_count, 0);
	parts = value_get(&reading.records[0], "p_own_parts");
	assert_int_equal(parts->list.count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(parts->list.items[i].text, field->list->choices[i].name);
	assert_null(value_get(&reading.records[1], "p_own_parts"));
	roster_reading_release(&reading);
	roster_map_release(&said);
	free(known);
	free(path);
	app_lock(app);
}

/* A name below the head of a group that a person named is named in the next table too, and one below another group is not. */
static void
a_name_under_a_group__is_kept_with_its_group(void **state)
{
	static const struct roster_case first = { "group", .text = ",,,房主信息,,经营者,\n村,屯,路,姓名,门牌,姓名,备考\n" VILLAGE
								   ",那亮,农村道路,王甲,1,李乙,\n" };
	struct roster_map said = { 0 };
	struct roster_look look;
	char person[33], *path = make_csv(&first);
	struct err err = { 0 };

	(void)state;
	enter(person);
	must(app_roster_look(app, path, NULL, NULL, &look, &err), &err);
	assert_string_equal(look.columns[3].header, "姓名");
	assert_string_equal(look.columns[3].under, "房主信息姓名");
	assert_int_equal(look.unknown, 3);
	roster_map_set(&said, look.columns[3].under, "owner_name");
	roster_look_release(&look);
	must(app_roster_map_keep(app, &said, &err), &err);
	roster_map_release(&said);
	must(app_roster_look(app, path, NULL, NULL, &look, &err), &err);
	assert_string_equal(look.columns[3].header, "房主信息姓名");
	assert_string_equal(look.columns[3].field->name, "owner_name");
	assert_null(look.columns[5].field);
	assert_int_equal(look.unknown, 2);
	app_roster_words(app, path, NULL, NULL, &look); /* nothing stands below 备考: nobody need say what it is */
	assert_true(look.columns[6].empty);
	assert_int_equal(look.unknown, 1);
	roster_look_release(&look);
	try_table(path, (struct app_roster){ .dry_run = true }, STATUS_INVALID,
		  "no such field as these columns: F \"姓名\". Leave them out?");
	free(path);
	app_lock(app);
}

static void
faults_without_end__are_counted_and_the_first_kept(void **state)
{
	struct buf text = { 0 };
	struct roster_case at = { "faults", .text = NULL };
	char person[33], *path;

	(void)state;
	enter(person);
	buf_text_add(&text, ZH);
	for (int row = 0; row < 25; row++) {
		buf_text_add(&text, VILLAGE ",那亮,农村道路,1,王甲,T1");
		for (int c = 0; c < 900; c++)
			buf_printf(&text, ",%0900d", row); /* each row has another */
		buf_char(&text, '\n');
	}
	at.text = buf_text(&text);
	path = make_csv(&at);
	try_table(path, (struct app_roster){ .dry_run = true }, STATUS_INVALID, "nothing was added: 22500 cells must be corrected first");
	try_table(path, (struct app_roster){ .dry_run = true }, STATUS_INVALID, "and 17500 more");
	try_table(path, (struct app_roster){ .dry_run = true }, STATUS_INVALID, "the first 19");
	drop_corrected(path);
	buf_release(&text);
	free(path);
	app_lock(app);
}

/* The head of a table, with guesses at what means nothing yet; what is said of it goes with the import and is kept. */
static void
a_look__guesses__at_columns_of_another_system(void **state)
{
	static const struct roster_case foreign = {
		"look", .text = "某镇名册\n门牌号,行政村名,屯（组）,路（街巷）,产权人的姓名,用途,备注,问题\n1," VILLAGE
				",那亮,农村道路,王甲,1,x,D: y\n"
	};
	char person[33], *path;
	struct roster_map map = { 0 };
	struct roster_look look;
	struct app_roster_result result;
	struct buf problems = { 0 };
	struct err err = { 0 };

	(void)state;
	enter(person);
	path = make_csv(&foreign);
	must(app_roster_look(app, path, NULL, NULL, &look, &err), &err);
	assert_int_equal(look.count, 8);
	assert_true(look.columns[7].left_out); /* our own of a table to correct */
	assert_int_equal(look.sheet_count, 0);
	assert_string_equal(look.columns[0].field->name, "door_no");
	assert_string_equal(look.columns[0].example, "1");
	assert_null(look.columns[1].field);
	assert_string_equal(look.columns[1].guess->name, "village");
	assert_string_equal(look.columns[4].guess->name, "owner_name");
	assert_string_equal(look.columns[5].guess->name, "listed_use");
	assert_int_equal(look.unknown, 4);
	roster_look_release(&look);
	roster_map_set(&map, "行政村名", "village");
	roster_map_set(&map, "产权人的姓名", "owner_name");
	roster_map_set(&map, "用途", "listed_use");
	roster_map_set(&map, "备注", "");
	must(app_roster_look(app, path, NULL, &map, &look, &err), &err);
	assert_int_equal(look.unknown, 0);
	assert_true(look.columns[6].left_out);
	roster_look_release(&look);
	must(app_roster_import(app, &(struct app_roster){ .path = path, .columns = &map }, &result, &problems, &err), &err);
	assert_int_equal(result.added + result.known, 1);
	app_roster_result_release(&result);
	must(app_roster_look(app, path, NULL, NULL, &look, &err), &err); /* kept */
	assert_int_equal(look.unknown, 0);
	roster_look_release(&look);
	roster_map_release(&map);
	buf_release(&problems);
	free(path);
	app_lock(app);
}

/* A guess is by the words of a header and by what stands below it: a telephone is no name, and a village's code is a village, whatever it is called. */
static void
a_look__guesses__nothing_that_cannot_stand_there(void **state)
{
	static const struct roster_case foreign = { "look",
						    .text = "所属区划,小区域,街道名,门号,登记人\n" VILLAGE ",那亮,农村道路,1,韦大\n" };
	struct roster_look look;
	struct err err = { 0 };
	char person[33], *path;

	(void)state;
	enter(person);
	path = make_csv(&foreign);
	must(app_roster_look(app, path, NULL, NULL, &look, &err), &err);
	assert_int_equal(look.count, 5);
	assert_non_null(look.columns[0].guess);
	assert_string_equal(look.columns[0].guess->name, "village");
	for (size_t c = 0; c < look.count; c++)
		assert_true(!look.columns[c].guess || strcmp(look.columns[c].guess->name, "listed_phone") != 0);
	roster_look_release(&look);
	free(path);
	app_lock(app);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rosters__of_every_kind__are_taken_or_named),
		cmocka_unit_test(a_refused_roster__is_written_anew__with_what_is_wrong_beside_its_rows),
		office_unit_test(a_template__offers_villages_and_codes__to_choose_from),
		cmocka_unit_test(a_template__is_a_roster_without_rows__and_goes_out_once),
		cmocka_unit_test(faults_without_end__are_counted_and_the_first_kept),
		cmocka_unit_test(a_look__guesses__at_columns_of_another_system),
		cmocka_unit_test(a_look__guesses__nothing_that_cannot_stand_there),
		cmocka_unit_test(words_of_a_column__are_mapped_once__and_kept),
		cmocka_unit_test(words_of_several_options__are_mapped_one_by_one),
		cmocka_unit_test(a_name_under_a_group__is_kept_with_its_group),
		cmocka_unit_test(a_map__names_the_columns_of_another_system__and_is_kept),
	};

	return cmocka_run_group_tests(tests, open_county, drop_county);
}
