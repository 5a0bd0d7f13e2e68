#!/bin/sh
# louce report: which there are, every one in every format, what its lines are, for one office, by division, in GB 18030; and what is not printed. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_CLOCK=1664300000 LOUCE_HOME="$work/d/home" LOUCE_WORKSPACE="$work/d/county.louce" # 2022-09-28
LOUCE_CLOCK=1664000000 "$demo" "$work/d" --buildings 60
says() { grep -qF -- "$1" "$work/out"; }
officer=$(holder county_officer 451224)
rows() { sed '/^$/,$d' "$1" | tail -n +2; } # of CSV
column() { rows "$1" | cut -d, -f "$2"; }

# ---- which there are
does reports__are_listed "$louce" report
holds reports__are_listed__a_line_each test "$(wc -l <"$work/out")" -eq "$(grep -c '^- report:' "$LOUCE_DATADIR/forms/reports.yaml")"
holds report__is_listed__with_its_title grep -qE '^annex1 +Preliminary classification of self-built houses used for business, by township$' "$work/out"
holds report__is_listed__as_private grep -qE '^register .* \(personal data: with --as\)$' "$work/out"
holds report__is_listed__as_one_for_offices grep -qE '^departments .* \(--for an office\)$' "$work/out"
cut -d ' ' -f 1 "$work/out" >"$work/names"
holds every_report__says__what_its_lines_are test "$(grep -c '^- report:' "$LOUCE_DATADIR/forms/reports.yaml")" -eq \
	"$(($(grep -c '^  rows:' "$LOUCE_DATADIR/forms/reports.yaml") + $(sed -n '/^- report: differences/,/^- view: judged/p' "$LOUCE_DATADIR/forms/reports.yaml" | grep -c '^  sql:')))"

# ---- every one in every format, in both languages
: >"$work/failed"
for name in $(cat "$work/names"); do
	for format in text csv xlsx pdf html; do
		LANGUAGE=zh_CN as "$officer" report "$name" --format "$format" --out "$work/$name.$format" >"$work/said" 2>&1 || { echo "$name $format"; cat "$work/said"; } >>"$work/failed"
	done
done
cp "$work/failed" "$work/out"
holds every_report__is_made__in_every_format test ! -s "$work/failed"
holds heads__are_chinese sh -c "head -n 1 '$work/hazards.csv' | grep -q '^房屋编号,乡镇,村（社区）,初步判定结论,发现的问题,已签几级,下一步,由谁办理,判定日期,已过天数,下一步期限,逾期天数$'"

# ---- what each says
holds hazards__has__the_stage_and_the_days sh -c "grep -qE '^(=)?\"?\"?=?\"*YS[0-9]+.*,通知书及送达回证,乡镇经办人员、县整治办工作人员,2022-[0-9-]+,[0-9]+,2022-09-25,3$' '$work/hazards.csv'"
holds hazards__says__that_nothing_is_left_out grep -qE '^共 [0-9]+ 行，无遗漏。$' "$work/hazards.csv"
holds overdue_list__names__the_form_and_who_owes_it grep -qE ',一楼一策整治方案,乡镇经办人员,|,通知书及送达回证,乡镇经办人员、县整治办工作人员,2022-09-25,3,' "$work/overdue_list.csv"
holds overdue_list__names__chain_and_level grep -q ',排查结果签字确认：村党支部书记,村党支部书记、村党支部副书记,2022-09-16,12,' "$work/overdue_list.csv"
holds enforcement__lists__who_was_not_appraised grep -qE ',逾期未鉴定,.*,尚未执法,' "$work/enforcement.csv"
holds closures__has__the_ledger_columns sh -c "head -n 1 '$work/closures.csv' | grep -q '^序号,村（社区）,房屋编号,层数,面积（平方米）,组（屯）,房屋用途,房屋安全等级,管理措施,工程措施,销号审核状态,整治时间,复查情况$'"
holds closure_register__has__owner_and_address sh -c "head -n 1 '$work/closure_register.csv' | grep -q '^序号,村（社区）,房屋编号,姓名,层数,面积（平方米）,组（屯）,地址,房屋用途,房屋安全等级,管理措施,工程措施,销号审核状态,整治时间,复查情况$'"
holds summary__has__46_columns sh -c "head -n 1 '$work/platform_summary.csv' | tr ',' '\n' | wc -l | grep -qx 46"
above=$(grep -c . "$work/roster.csv")
holds summary__tells__above_three_from_three_and_above grep -qE '^“三层以上”指四层及以上：[0-9]+ 栋；若按“三层及以上”（含三层）计：[0-9]+ 栋$' "$work/platform_summary.csv"
four=$(sqlite3 "$LOUCE_WORKSPACE" 'SELECT count(*) FROM value_registration WHERE floors_main > 3') three=$(sqlite3 "$LOUCE_WORKSPACE" 'SELECT count(*) FROM value_registration WHERE floors_main >= 3')
holds summary__counts__both grep -qF "四层及以上：$four 栋；若按“三层及以上”（含三层）计：$three 栋" "$work/platform_summary.csv"
holds summary__differs__where_houses_have_three test "$three" -gt "$four"
houses=$(sqlite3 "$LOUCE_WORKSPACE" 'SELECT count(*) FROM building WHERE division IS NOT NULL')
holds reconciliation__adds__up sh -c "sed '/^$/,\$d' '$work/reconciliation.csv' | sed -n 2p | awk -F, -v all=$houses '{ exit !(\$2 == all && \$2 == \$3 + \$4 + \$5 && \$5 == \$6 + \$7 + \$8 + \$9) }'"
holds reconciliation__names__what_is_published grep -qF '县方案公布：79158 = 经营性 4028 + 其他 67874 + 未说明 7256；本表：'"$houses = " "$work/reconciliation.csv"
holds annex1__says__that_its_lines_are_parts grep -qE '^每栋只列入一行：各行合计 [0-9]+，与总数相符。$' "$work/annex1.csv"
holds annex2__says__that_its_lines_overlap grep -qE '^同一对象可列入多行，也可不列入：各行合计 [0-9]+，不重复计为 [0-9]+。$' "$work/annex2.csv"
holds bulletin__counts__villages_unheard_of sh -c "sed '/^$/,\$d' '$work/bulletin.csv' | grep -qE '^东兰镇,.*,20$'"
for format in text csv html; do
	holds "bulletin__names__villages_unheard_of__with_the_last_day_in_$format" grep -qE '超过3天未交U盘的村（县里最后一次收到的日期）：东兰镇 城东社区居委会 2022-09-24、城西社区居委会 2022-09-24、.*；隘洞镇 ' "$work/bulletin.$format"
	holds "bulletin__does_not_miss__a_village_on_the_county_s_laptop__in_$format" sh -c "! grep -qE '从未交过U盘的村|U盘的村.*金谷村委会' '$work/bulletin.$format'"
done
! command -v pdftotext >/dev/null || holds bulletin__names__villages_unheard_of__on_paper sh -c "pdftotext '$work/bulletin.pdf' - | tr -d '\n' | grep -q '超过3天未交U盘的村（县里最后一次收到的日期）：东兰镇'"
does bulletin__is_made__as_of_the_day_after env LANGUAGE=zh_CN "$louce" report bulletin --date 2022-09-25 --format csv --out "$work/after.csv"
holds bulletin__names__nobody__who_was_heard_of sh -c "! grep -q 超过3天未交U盘的村（ '$work/after.csv'"
if has_office && command -v pdftotext >/dev/null; then
	# What a village's own slip says is a line of the county's receipt.
	sent=451224100001
	LOUCE_HOME="$work/d/laptops/$sent/home" "$louce" receipt -w "$work/d/laptops/$sent/$sent.louce" >"$work/slip" 2>&1
	head=$(sed -n 's/.*own step \([0-9]*\)  head \([0-9a-f ]*[0-9a-f]\)  given.*/\1 +\2/p' "$work/slip")
	does receipt__is_printed__of_a_village as "$officer" print --yes receipt $sent --out "$work/receipt.pdf"
	pdftotext -layout "$work/receipt.pdf" - >"$work/out"
	holds receipt__has__the_own_step_of_the_villages_slip sh -c "[ -n '$head' ] && grep -qE ' $head ' '$work/out'"
	holds receipt__names__receipt_and_day grep -qE ' 1 +2022-09-24$' "$work/out"
	serial=$(sed -n 's/^ *Serial \([0-9a-f-]*\) .*/\1/p' "$work/out")
	holds receipt__is_told__by_each_house_on_it test "$(sqlite3 "$LOUCE_WORKSPACE" "SELECT count(*) FROM step WHERE body LIKE '%$serial%'")" -eq \
		"$(sqlite3 "$LOUCE_WORKSPACE" "SELECT count(*) FROM building WHERE division = '$sent'")"
	refuses receipt__is_refused__of_a_village_on_the_county_s_laptop 3 "nothing of this village is for the paper" as "$officer" print --yes receipt 451224204201 --out "$work/own.pdf"
fi
does report__is_made__for_an_area "$louce" report reconciliation --area 451224101 --format csv --out "$work/area.csv"
holds report__counts__the_area test "$(column "$work/area.csv" 2)" -eq "$(sqlite3 "$LOUCE_WORKSPACE" "SELECT count(*) FROM building WHERE division LIKE '451224101%'")"

# ---- for one office
does departments__is_made__for_one "$louce" report departments --for 市场监管 --format csv --out "$work/one.csv"
holds departments__names__it_in_the_title grep -qE 'Houses by department: Market regulation, as of 2022-09-28' "$work/one.csv"
holds departments__lists__its_houses_alone test "$(column "$work/one.csv" 1 | sort -u)" = 市场监管
does departments__is_made__by_code "$louce" report departments --for 4 --format csv --out "$work/two.csv"
holds departments__is_the_same__by_code_and_name cmp -s "$work/one.csv" "$work/two.csv"
does departments__is_made__by_another_name "$louce" report departments --for "market regulation"
refuses departments__refuses__an_office_that_is_none 3 'there is no office "xyz"; there are: Public security, Education' "$louce" report departments --for xyz
refuses report__refuses__an_office__where_it_is_for_none 3 'is not made for one office: name none' "$louce" report roster --for 4

# ---- a file for each township, village or office
mkdir "$work/parts"
does report__is_written__for_each_township "$louce" report roster --each township --format csv --out "$work/parts/roster.csv"
towns=$(sqlite3 "$LOUCE_WORKSPACE" 'SELECT count(DISTINCT substr(division, 1, 9)) FROM building WHERE division IS NOT NULL')
holds report__has__a_file_for_each_township test "$(ls "$work/parts" | wc -l)" -eq "$towns"
holds report__says__how_many_files says "$towns files written."
holds files__hold__all_houses test "$(for file in "$work"/parts/*.csv; do rows "$file"; done | wc -l)" -eq "$houses"
holds file__has__code_and_name test -e "$work/parts/roster-451224100000-东兰镇.csv"
refuses report__refuses__to_write_over_them 3 'is there already: choose another name, or write over it with --overwrite' "$louce" report roster --each township --format csv --out "$work/parts/roster.csv"
does report__writes_over__when_that_is_sure "$louce" report roster --each township --format csv --out "$work/parts/roster.csv" --overwrite
does report__is_written__for_each_village "$louce" report roster --each village --area 451224100 --format pdf --out "$work/parts/v.pdf"
holds report__has__a_file_for_each_village test "$(ls "$work"/parts/v-*.pdf | wc -l)" -eq "$(sqlite3 "$LOUCE_WORKSPACE" "SELECT count(DISTINCT division) FROM building WHERE division LIKE '451224100%'")"
does report__is_written__for_each_office "$louce" report departments --each office --format xlsx --out "$work/parts/list.xlsx"
holds report__has__a_file_for_each_office_with_houses sh -c "ls '$work/parts' | grep -q '^list-4-Market regulation.xlsx$'"
holds report__has__no_file_for_an_office_without test "$(ls "$work"/parts/list-* | wc -l)" -eq "$(column "$work/departments.csv" 1 | sort -u | wc -l)"
refuses report__refuses__offices__where_it_is_for_none 3 'is not made for one office each' "$louce" report roster --each office --out "$work/parts/x.csv"
refuses report__refuses__parts_without_a_name 2 'name the file that it is written to' "$louce" report roster --each township
refuses report__refuses__parts_of_another_kind 2 'a file for each township, village or office' "$louce" report roster --each house --out "$work/parts/x.csv"

# ---- one file, a sheet or pages for each township or village
# sheets FILE: each sheet's name, and each of its rows with more than one text or figure, cells parted by |; a figure has a # before it.
sheets() {
	python3 - "$1" <<'P'
import sys, zipfile
from xml.etree import ElementTree as tree
book = zipfile.ZipFile(sys.argv[1])
at = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
texts = ["".join(t.text or "" for t in item.iter(at + "t")) for item in tree.fromstring(book.read("xl/sharedStrings.xml"))]
for number, sheet in enumerate(tree.fromstring(book.read("xl/workbook.xml")).iter(at + "sheet"), 1):
    print("sheet", sheet.get("name"))
    for row in tree.fromstring(book.read("xl/worksheets/sheet%d.xml" % number)).iter(at + "row"):
        cells = []
        for cell in row:
            value = cell.find(at + "v")
            cells.append("" if value is None else texts[int(value.text)] if cell.get("t") == "s" else "#" + value.text)
        if sum(1 for cell in cells if cell) > 1:
            print("|".join(cells))
P
}
if has_office; then
	does report__is_made__by_township "$louce" report roster --by township --format xlsx --out "$work/by.xlsx"
	sheets "$work/by.xlsx" >"$work/by"
	holds book__has__a_sheet_for_each_township test "$(grep -c '^sheet' "$work/by")" -eq $((towns + 1))
	holds book__names__its_sheets__by_the_townships grep -qx 'sheet 东兰镇' "$work/by"
	holds book__begins__with_the_sums sh -c "head -n 1 '$work/by' | grep -qx 'sheet All together'"
	holds sums__have__codes_that_are_texts grep -qE '^451224100000\|东兰镇\|#[0-9]+$' "$work/by"
	holds sums__add__up__to_all_houses grep -qx "|Together|#$houses" "$work/by"
	holds sheets__hold__all_houses test "$(sed -n '/^sheet 东兰镇/,$p' "$work/by" | grep -c '|')" -eq $((houses + towns)) # with the names of columns
	(cd "$work" && "$louce" report roster --by township --format xlsx --out - >piped.xlsx)
	sheets "$work/piped.xlsx" >"$work/piped"
	holds report__goes__to_standard_output sh -c "cmp '$work/by' '$work/piped' && test ! -e '$work/-'"
	does report__is_made__by_village "$louce" report overdue --by village --area 451224100 --format pdf --out "$work/by.pdf"
	if command -v pdftotext >/dev/null; then
		pdftotext -layout "$work/by.pdf" "$work/by.txt"
		villages=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT count(DISTINCT division) FROM building WHERE division LIKE '451224100%'")
		holds pdf__begins__a_page_for_each_village test "$(pdfinfo "$work/by.pdf" | sed -n 's/^Pages: *//p')" -ge $((villages + 1))
		holds pdf__numbers__the_pages_of_each test "$(grep -c 'Page 1 of 1' "$work/by.txt")" -ge "$villages"
		holds pdf__names__each_village test "$(grep -c ': 东兰镇.' "$work/by.txt")" -ge "$villages"
		holds pdf__says__that_its_parts_are_the_whole grep -q "$villages parts; together they come to what the report counts as a whole" "$work/by.txt"
	fi
	for name in $(cat "$work/names"); do
		as "$officer" report "$name" --by township --format xlsx --out "$work/by-$name.xlsx" >"$work/said" 2>&1 || { echo "$name"; cat "$work/said"; } >>"$work/failed"
	done
	cp "$work/failed" "$work/out"
	holds every_report__is_made__by_township test ! -s "$work/failed"
	refuses report__refuses__villages_of_a_village 3 'the area 451224100001 is too small to be divided so' "$louce" report roster --by village --area 451224100001 --format pdf --out "$work/x.pdf"
fi
refuses report__refuses__parts_in_one_csv 3 'one file of csv holds one table' "$louce" report roster --by township --format csv --out "$work/x.csv"
refuses report__refuses__by_what_is_no_division 2 'one file by township or village' "$louce" report roster --by house --format pdf --out "$work/x.pdf"
refuses report__refuses__by_a_wider_division 2 'one file by township or village' "$louce" report roster --by county --format pdf --out "$work/x.pdf"
refuses report__refuses__several_files_to_stdout 2 'several files do not go to standard output' "$louce" report roster --each village --format csv --out -
refuses report__refuses__by_what_every_table_is 2 'one file by township or village' "$louce" report roster --by '' --format pdf --out "$work/x.pdf"
refuses report__refuses__both_kinds_of_parts 2 'one file by township or village' "$louce" report roster --by village --each village --format pdf --out "$work/x.pdf"
holds nothing__is_left__of_what_was_refused sh -c "! ls '$work'/x.*"

# ---- for a machine that reads no UTF-8
does report__is_written__in_gb18030 "$louce" report roster --format csv --encoding gb18030 --out "$work/gb.csv"
does report__is_written__in_utf8 "$louce" report roster --format csv --encoding utf-8-bom --out "$work/utf.csv"
holds report__says__the_same_in_both sh -c "iconv -f GB18030 -t UTF-8 '$work/gb.csv' >'$work/gb.utf'; tail -c +4 '$work/utf.csv' | cmp -s - '$work/gb.utf'"
holds codes__keep__their_digits sh -c "grep -qE '^\"=\"\"YS[0-9]{9}\"\"\"' '$work/utf.csv'"

# ---- what an office opens: sheets by zip and a reader of XML, pages by poppler
python3 - "$work/platform_summary.xlsx" "$work/departments.xlsx" <<'P' >"$work/sheets" 2>&1
import sys, zipfile, xml.parsers.expat
for path in sys.argv[1:]:
    with zipfile.ZipFile(path) as book:
        texts, part, inside = [], [], False
        def begin(tag, of):
            global inside
            inside = tag == "t"
            if tag == "si":
                part.clear()
        def end(tag):
            global inside
            inside = False
            if tag == "si":
                texts.append("".join(part))
        def data(text):
            if inside:
                part.append(text)
        parser = xml.parsers.expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, data
        parser.Parse(book.read("xl/sharedStrings.xml"), True)
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        print("|".join(texts[:60]), "frozen" if 'state="frozen"' in sheet else "", "filter" if "<autoFilter" in sheet else "", "merged" if "<mergeCell " in sheet else "", "<f>" in sheet)
P
cp "$work/sheets" "$work/out"
holds sheet__has__title_and_heads sh -c "sed -n 1p '$work/sheets' | grep -q '自建房排查整治汇总表（平台46列）.*行政区划|已排查总量|经营性|其他'"
holds sheet__is_frozen_filtered_and_has_no_formula sh -c "grep -c 'frozen filter merged False' '$work/sheets' | grep -qx 2"
if command -v pdftotext >/dev/null && [ "$(head -c 4 "$work/reconciliation.pdf")" = "%PDF" ]; then
	pdftotext -layout "$work/reconciliation.pdf" "$work/page" 2>/dev/null
	cp "$work/page" "$work/out"
	holds page__has__title_figures_and_its_number sh -c "grep -q '自建房排查三项数据核对表' '$work/page' && grep -qF '79158 = 经营性 4028' '$work/page' && grep -q '第 1 页' '$work/page'"
	pdftotext -raw "$work/platform_summary.pdf" "$work/page" 2>/dev/null
	cp "$work/page" "$work/out"
	holds page__has__every_one_of_46_columns sh -c "tr -d ' \n' <'$work/page' >'$work/p2'; for word in 行政区划 已巡查次数 监测中 景区及周边 已整治：违建查处 第2至; do grep -q \"\$word\" '$work/p2' || exit 1; done"
fi

# ---- what does not add up is not printed
mkdir "$work/data"
cp -r "$LOUCE_DATADIR/forms" "$work/data/"
good=$work/data/forms/reports.yaml
cp "$good" "$work/reports.yaml"
other_pack() { # the demonstration anew, by the pack as it is now
	rm -rf "$work/e"
	LOUCE_HOME="$work/e/home" LOUCE_DATADIR="$work/data" LOUCE_CLOCK=1664000000 "$louce" demo "$work/e" --no-ui --buildings 12 --single >/dev/null 2>&1
}
of_other() { LOUCE_HOME="$work/e/home" LOUCE_DATADIR="$work/data" "$louce" "$@" -w "$work/e/county.louce"; }
python3 - "$good" <<'P'
import sys
path = sys.argv[1]
text = open(path, encoding="utf-8").read()
def change(report, old, new):
    global text
    at = text.index("- report: %s\n" % report)
    place = text.index(old, at)
    text = text[:place] + new + text[place + len(old):]
change("roster", 'rows: {are: each, sql: "SELECT count(*)', 'rows: {are: each, sql: "SELECT 1 + count(*)')
change("reconciliation", 'rows: {are: parts, of: houses, sql: "SELECT count(*)', 'rows: {are: parts, of: houses, sql: "SELECT 2 + count(*)')
change("overdue", "AS to_fill", "+ (length(:area) > 6) AS to_fill")
change("platform_summary", "count(h.grade) AS appraised", "1 AS appraised")
open(path, "w", encoding="utf-8").write(text)
P
other_pack
refuses roster__is_not_printed__when_a_line_is_missing 3 'the report "roster" is not printed: its lines come to' of_other report roster
refuses reconciliation__is_not_printed__when_its_lines_are_not_the_whole 3 'the report "reconciliation" is not printed: its lines come to' of_other report reconciliation
refuses reconciliation__is_not_written__either 3 'is not printed' of_other report reconciliation --format xlsx --out "$work/no.xlsx"
! has_office || refuses overdue__is_not_made_by_township__when_its_parts_are_not_the_whole 3 'is not divided: its parts come to' of_other report overdue --by township --format xlsx --out "$work/no.xlsx"
holds nothing__is_left__of_it test ! -e "$work/no.xlsx"
refuses summary__is_not_printed__when_a_line_does_not_add_up 3 'row 1 does not add up' of_other report platform_summary

# ---- a pack that is wrong says where
wrong() { # NAME SENTENCE SED: the pack is refused with the sentence
	cp "$work/reports.yaml" "$good"
	sed -i "$3" "$good"
	refuses "$1" 3 "$2" "$louce" forms check "$work/data/forms"
}
wrong pack__is_refused__with_rows_of_a_kind_that_is_none 'are' 's/rows: {are: each/rows: {are: some/'
wrong pack__is_refused__with_parts_of_no_column 'name the column that they divide' 's/are: parts, of: surveyed,/are: parts,/'
wrong pack__is_refused__with_parts_of_a_column_that_is_none 'there is no column "surveyd"' 's/are: parts, of: surveyed,/are: parts, of: surveyd,/'
wrong pack__is_refused__for_a_list_that_is_none 'there is no list "depts" in lists.yaml' 's/^  for: dept$/  for: depts/'
wrong pack__is_refused__with_a_question_that_nobody_answers 'is asked for :area, :date and' 's/:for IS NULL/:office IS NULL/'
tap_end
