#!/bin/sh
# louce list and louce dump: houses by any column, how many of each, and all that a file holds, for another program. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_CLOCK=1664300000 LOUCE_HOME="$work/d/home" LOUCE_WORKSPACE="$work/d/county.louce" # 2022-09-28
LOUCE_CLOCK=1664000000 "$demo" "$work/d" --buildings 60
officer=$(holder county_officer 451224)
inspector=$(holder inspector)
says() { grep -qF -- "$1" "$work/out"; }
sql() { sqlite3 "$LOUCE_WORKSPACE" "$1"; }
rows() { sed '/^$/,$d' "$1" | tail -n +2; } # of CSV
count() { rows "$work/out" | wc -l; }
listed() { # NAME WANTED OPTION...: so many rows
	name=$1 wanted=$2
	shift 2
	"$louce" list --format csv "$@" >"$work/out" 2>&1
	holds "$name" test "$(count)" -eq "$wanted"
}

# ---- columns
does columns__are_named "$louce" list --columns
holds columns__have__the_fields_of_the_forms grep -qE '^conclusion +Conclusion \(Preliminary hazard classification\)$|^conclusion +.*\(.*\)$' "$work/out"
holds columns__have__facts grep -qE '^in_business +Business goes on here / .* \(Follows from the forms\)$' "$work/out"
holds columns__say__what_is_private grep -qE '^owner_name .* \(personal data: with --as\)$' "$work/out"

"$louce" list --columns >"$work/out" 2>&1
holds columns__have__both_languages grep -qF "floors_main               Main storeys above ground / 主体层数（地上）" "$work/out"

# ---- filters
severe=$(sql "SELECT count(*) FROM value_classification WHERE conclusion = '1'")
listed list__has__all_houses "$(sql 'SELECT count(*) FROM building WHERE division IS NOT NULL')"
listed list__filters__by_hazard_class "$severe" --where conclusion=1
listed list__filters__by_the_words_of_a_choice "$severe" --where 'conclusion=存在严重安全隐患'
listed list__filters__by_case_stage "$(sql "SELECT count(DISTINCT building) FROM due WHERE of_case IS NOT NULL AND form = 'notice'")" --where '_stage=Notice and proof of service'
listed list__filters__by_open_cases "$(sql 'SELECT count(DISTINCT building) FROM due WHERE of_case IS NOT NULL')" --where '_stage!='
listed list__filters__by_a_number "$(sql 'SELECT count(*) FROM value_registration WHERE floors_main >= 3')" --where 'floors_main>=3'
listed list__filters__by_one_of_several "$(sql "SELECT count(*) FROM value_registration WHERE ' ' || biz_types || ' ' LIKE '% 3 %'")" --where biz_types=3
listed list__filters__by_a_fact "$(sql 'SELECT count(*) FROM fact WHERE in_business = 1')" --where in_business=yes
listed list__filters__by_what_is_not_filled "$(sql 'SELECT count(*) FROM building g LEFT JOIN value_classification c ON c.building = g.building WHERE g.division IS NOT NULL AND c.conclusion IS NULL')" --where conclusion=
listed list__filters__by_words "$(sql "SELECT count(*) FROM value_registration WHERE instr(biz_name, '超市')")" --where 'biz_name~超市'
listed list__filters__by_words__with_blanks_around_the_sign "$(sql "SELECT count(*) FROM value_registration WHERE instr(biz_name, '超市')")" --where 'biz_name ~ 超市 '
listed list__filters__by_a_number__with_blanks_around_the_sign "$(sql 'SELECT count(*) FROM value_registration WHERE floors_main >= 3')" --where 'floors_main >= 3'
listed list__filters__by_two "$(sql "SELECT count(*) FROM value_registration r JOIN value_classification c ON c.building = r.building WHERE floors_main < 3 AND conclusion <> '3'")" --where 'floors_main<3' --where 'conclusion!=3' --where 'conclusion!='
holds list__says__what_was_asked says 'Only houses with: '
refuses list__refuses__a_column_that_is_none 3 'there is no column "nix"; the list of columns names them' "$louce" list --where nix=1
refuses list__refuses__a_value_that_is_none 3 '"9" is no value of "conclusion"' "$louce" list --where conclusion=9
refuses list__refuses__what_is_no_number 3 'is compared with a number' "$louce" list --where 'floors_main>many'
refuses list__refuses__what_is_no_date 3 'is no date' "$louce" list --where 'survey_date>soon'
refuses list__refuses__half_a_date__of_a_fact 3 'is no date' "$louce" list --where 'may_use_until<2022-10'
"$louce" list --where 'survey_date<=2022-08-04' --format csv | grep YS >"$work/day"
"$louce" list --where 'survey_date<=2022年8月4日' --format csv | grep YS >"$work/meant"
holds list__takes__a_day_as_people_write_it cmp "$work/day" "$work/meant"
holds list__takes__a_day__of_some_houses [ -s "$work/day" ]
refuses list__refuses__what_is_no_filter 3 'is no filter' "$louce" list --where conclusion
refuses list__refuses__to_search_what_is_private 3 'is private' "$louce" list --where owner_name=韦
refuses list__refuses__to_sort_by_what_is_private 3 'is private' "$louce" list --sort owner_name
refuses list__keeps__quotation_marks_as_text 3 'is no value of "conclusion"' "$louce" list --where "conclusion=' OR 1=1 --"
listed list__finds__nothing_for_what_is_no_name 0 --where "biz_name=' OR '1'='1"

# ---- the pack's words, in either language
listed list__filters__by_a_chinese_column "$severe" --where '初步判定结论=存在严重安全隐患'
listed list__filters__by_the_own_column_before_a_field "$(sql "SELECT count(*) FROM building WHERE division = '451224204201'")" --where 'Village=金谷村委会'
listed list__filters__by_an_english_column "$severe" --where 'Conclusion=1'
listed list__filters__by_a_chinese_number "$(sql 'SELECT count(*) FROM value_registration WHERE floors_main >= 3')" --where '主体层数（地上） >=3'
LANGUAGE=zh_CN "$louce" list --format csv --count 初步判定结论 >"$work/zh" 2>&1
LANGUAGE=zh_CN "$louce" list --format csv --count conclusion >"$work/out" 2>&1
holds list__counts__by_a_chinese_column cmp "$work/zh" "$work/out"
"$louce" list --format csv --show _number,floors_main --sort floors_main >"$work/zh" 2>&1
"$louce" list --format csv --show _number,主体层数（地上） --sort 主体层数（地上） >"$work/out" 2>&1
holds list__shows__a_chinese_column cmp "$work/zh" "$work/out"
LANGUAGE=zh_CN "$louce" list --format csv --where '_stage=Notice and proof of service' >"$work/zh" 2>&1
LANGUAGE=zh_CN "$louce" list --format csv --where 'conclusion~安全隐患' >"$work/out" 2>&1
listed list__finds__chinese_words_in_english "$(rows "$work/out" | wc -l)" --where 'conclusion~安全隐患'
refuses list__refuses__a_label_of_several_columns 3 'is what several columns are called: write one of floor_slab (Registration), part_slabs (Preliminary hazard classification)' "$louce" list --show 楼板
refuses list__refuses__a_chinese_column_that_is_none 3 'there is no column "颜色"' "$louce" list --where 颜色=1

listed list__filters__by_the_village_in_chinese "$(sql "SELECT count(*) FROM building WHERE division = '451224204201'")" --where '村（社区）=金谷村委会'
listed list__filters__by_a_division "$(sql "SELECT count(*) FROM building WHERE division = '451224204201'")" --where 'village=金谷村委会'
listed list__filters__by_the_digits_of_a_division "$(sql "SELECT count(*) FROM building WHERE division = '451224204201'")" --where 'village＝451224204201'
listed list__filters__by_what_is_no_division "$(sql "SELECT count(*) FROM building WHERE division <> '451224204201'")" --where 'village！＝金谷村委会'
listed list__takes__wide_signs "$(sql 'SELECT count(*) FROM value_registration WHERE floors_main >= 3')" --where '主体层数（地上）≥3'
refuses list__refuses__a_village_that_is_none 3 '"99" is no value of "village", which may be: ' "$louce" list --where village=99
refuses list__refuses__a_village_name_that_is_none 3 '"金谷" is no value of "_village", which may be: 金谷村委会' "$louce" list --where _village=金谷
refuses list__refuses__a_stage_that_is_none 3 '"soon" is no value of "_stage", which may be: ' "$louce" list --where _stage=soon
refuses list__refuses__a_level_that_is_none 3 '"bogus" is no value of "_signed", which may be: Survey team' "$louce" list --where _signed=bogus
refuses list__says__which_choices_there_are 3 '"9" is no value of "conclusion", which may be: 1 (' "$louce" list --where conclusion!=9
LANGUAGE=zh_CN "$louce" list --columns | sed -n 's/^\(_[a-z_]*\)  *\(.*\)（.*）$/\1=\2/p' >"$work/own"
for own in $(cat "$work/own"); do
	"$louce" list --format csv --show "${own#*=}" >"$work/zh" 2>&1
	"$louce" list --format csv --show "${own%%=*}" >"$work/out" 2>&1
	holds "list__knows__${own%%=*}__in_chinese" cmp "$work/zh" "$work/out"
done
# As lists show them, without what stands in brackets.
"$louce" list --format csv --show 主体层数,村 --where 主体层数=3 >"$work/zh" 2>&1
"$louce" list --format csv --show floors_main,_village --where floors_main=3 >"$work/out" 2>&1
holds list__knows__labels_without_their_brackets cmp "$work/zh" "$work/out"
holds list__lists__houses_by_a_short_label test "$(count)" -gt 0
refuses list__knows__a_private_column_by_its_short_label 3 '"owner_name" is private' "$louce" list --where 户主=韦建国
# A house whose area is a round number: people write 200, not 2e+02.
round=$("$louce" list --format csv --show _number,area_m2 --where 'area_m2>9' 2>/dev/null | sed -n 's/^\(YS[0-9]*\),[0-9]*0\(\.0*\)\{0,1\}\r\{0,1\}$/\1/p' | head -n 1)
"$louce" history "$round" >"$work/out" 2>&1
holds history__prints__a_round_number grep -qE '^  Floor area.*: [0-9]+0$' "$work/out"
# A history and the versions of a form are read by people: questions and answers in words, no code of the pack. --json has the names.
LANGUAGE=zh_CN "$louce" history "$round" >"$work/out" 2>&1
holds history__names__the_house grep -qE "^东兰县|$round" "$work/out"
holds history__says__answers_in_words grep -qE '^  结构类型：[^"0-9]+$' "$work/out"
holds history__says__forms_in_words grep -qF '[房屋信息登记]' "$work/out"
holds history__has__no_name_of_a_question sh -c "! grep -E '^ *_?[a-z][a-z0-9_]*[：:]|\"' '$work/out'"
LANGUAGE=zh_CN "$louce" versions "$round" registration >"$work/out" 2>&1
holds versions__say__answers_in_words grep -qE '^    结构类型：[^"0-9]+$' "$work/out"
holds versions__have__no_name_of_a_question sh -c "! grep -E '^ *_?[a-z][a-z0-9_]*[：:]|\"' '$work/out'"
holds own_columns__have__chinese_names test "$(wc -l <"$work/own")" -eq 8
"$louce" list --format csv --show _number,owner_doc,floors_main >"$work/zh" 2>&1
"$louce" list --format csv --show '_number,"No ID card, or another paper",floors_main' >"$work/out" 2>&1
holds list__shows__a_column_with_a_comma cmp "$work/zh" "$work/out"
for table in "list --format csv" "dump --format csv" "dump"; do
	# shellcheck disable=SC2016,SC2086
	refuses full_disk__is_said 4 'what was printed could not be written (No space left on device)' sh -c '"$@" >/dev/full' sh "$louce" $table
done

# ---- columns, order, counts
"$louce" list --format csv --where 'floors_main>=2' --show _number,floors_main,_village --sort floors_main --reverse >"$work/out" 2>&1
holds list__shows__the_chosen_columns grep -qx 'House,Main storeys (above ground),Village\|House,[^,]*,Village' "$work/out"
holds list__is_sorted sh -c "sed '/^$/,\$d' '$work/out' | tail -n +2 | cut -d, -f 2 | sort -nrc"
refuses list__refuses__private_columns_to_nobody 3 'holds personal data' "$louce" list --show _number,owner_name
does list__shows__private_columns_to_who_may_read as "$officer" list --show _number,owner_name,owner_phone --format csv
holds list__says__for_whom says 'Holds personal data: made for '
does list__counts__by_one "$louce" list --count conclusion --format csv
holds counts__come_to__all_houses test "$(rows "$work/out" | cut -d, -f 2 | paste -sd+ | bc 2>/dev/null || rows "$work/out" | awk -F, '{ s += $2 } END { print s }')" -eq "$(sql 'SELECT count(*) FROM building WHERE division IS NOT NULL')"
does list__counts__by_two "$louce" list --count _township --count conclusion --format csv
holds counts__have__three_columns test "$(head -n 1 "$work/out" | tr ',' '\n' | wc -l)" -eq 3
"$louce" list --count conclusion --format csv >"$work/zh" 2>&1
does list__counts__whatever_columns_a_list_has "$louce" list --show owner_name --count conclusion --format csv
holds counts__are__the_same_beside_a_private_column cmp "$work/zh" "$work/out"
refuses list__refuses__three_counts 3 'by one or two columns' "$louce" list --count conclusion --count _township --count floors_main
refuses list__refuses__to_count_what_is_private 3 'is private' "$louce" list --count owner_name
does list__is_saved__as_xlsx "$louce" list --where conclusion=1 --format xlsx --out "$work/list.xlsx"
holds xlsx__is_a_book sh -c "head -c 2 '$work/list.xlsx' | grep -q PK"
does list__is_made__of_an_area "$louce" list --area 451224101 --format csv

# ---- the same numbers in every place (lists and pages: tests/app/house/counts)
"$louce" status --json --list >"$work/status.json" 2>&1
"$louce" report completeness --format csv >"$work/complete.csv" 2>&1
number() { sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" "$work/status.json"; }
whole() { sed -n 2p "$work/complete.csv" | cut -d, -f "$1"; } # of the county's line
holds report__counts__the_houses_of_status test "$(whole 2)" -eq "$(sql 'SELECT count(*) FROM building WHERE division IS NOT NULL')"
holds report__counts__what_is_to_fill_like_status test "$(whole 3)" -eq "$(tr '{' '\n' <"$work/status.json" | grep -c '"task":"form","name":"registration"')"
holds report__counts__what_is_signed_by_all_like_status test "$(whole 9)" -eq "$(number signed_by_all)"
does status__is_printed "$louce" status
holds status__counts__what_is_signed_by_all grep -qx " *$(number signed_by_all)  signed by all" "$work/out"
holds status__counts__each_house_once test "$(sed -n '/^what they wait for next$/,/^how far/p' "$work/out" | awk '$1 ~ /^[0-9]+$/ { s += $1 } END { print s }')" -eq "$(whole 2)"

# ---- what is hidden until a form stands is hidden here, too
as "$inspector" list --where second_look=1 --show _number,p_floors_main,floors_main --format csv >"$work/out" 2>&1
holds list__answers__an_inspector test $? -eq 0

# ---- dump
does dump__is_made "$louce" dump --out "$work/all.jsonl"
python3 - "$work/all.jsonl" "$work/tables" <<'P' >"$work/out" 2>&1
import collections, json, sys
tables = collections.Counter()
for line in open(sys.argv[1], encoding="utf-8"):
    row = json.loads(line)
    tables[row["table"]] += 1
    assert "owner_name" not in row and "body" not in row, row
    assert None not in row.values()
open(sys.argv[2], "w").write(" ".join("%s=%d" % item for item in sorted(tables.items())))
P
holds dump__is_json__without_what_is_private test -s "$work/tables"
cp "$work/tables" "$work/out" 2>/dev/null
holds dump__has__every_house says "houses=$(sql 'SELECT count(*) FROM building WHERE division IS NOT NULL')"
holds dump__has__every_step says "steps=$(sql 'SELECT count(*) FROM step')"
holds dump__has__every_signature says "signatures=$(($(sql 'SELECT count(*) FROM signed s JOIN building g ON g.building = s.building WHERE division IS NOT NULL') + $(sql 'SELECT count(*) FROM returned')))"
holds dump__has__findings_and_controls sh -c "grep -q 'control=' '$work/tables' && grep -q 'findings=' '$work/tables'"
refuses dump__refuses__to_write_over 3 'is there already' "$louce" dump --out "$work/all.jsonl"
refuses dump__refuses__private_fields_to_nobody 3 'holds personal data' "$louce" dump --private
does dump__has__private_fields_for_who_may_read as "$officer" dump --private --out "$work/private.jsonl"
holds dump__has__owners grep -q '"owner_name":"' "$work/private.jsonl"
holds dump__has__what_was_signed grep -q '"table":"steps".*"body":{"v":' "$work/private.jsonl"
holds dump__is_for_its_owner_alone test "$(stat -c %a "$work/private.jsonl")" = 600
does dump__keeps__from_an_inspector_what_is_hidden as "$inspector" dump --out "$work/inspector.jsonl"
holds dump__has__no_bodies_for_him sh -c "! grep -q '\"body\"' '$work/inspector.jsonl'"
does dump__is_made__as_csv "$louce" dump --format csv --table findings
refuses dump__refuses__a_table_that_is_none 3 'there is no table "nix"; there are: houses ' "$louce" dump --format csv --table nix
refuses dump__refuses__a_table_of_another_format 3 'one table is chosen of CSV' "$louce" dump --table findings
does dump__is_made__as_xlsx "$louce" dump --format xlsx --out "$work/all.xlsx"
holds xlsx__has__a_sheet_a_table sh -c "python3 -c \"
import zipfile, xml.parsers.expat
names = []
parser = xml.parsers.expat.ParserCreate()
parser.StartElementHandler = lambda tag, of: names.append(of['name']) if tag == 'sheet' else None
parser.Parse(zipfile.ZipFile('$work/all.xlsx').read('xl/workbook.xml'), True)
assert names[0] == 'houses' and names[-2:] == ['signatures', 'steps'], names\""
refuses dump__refuses__a_format_that_is_none 2 'the format is jsonl, csv, xlsx or geojson' "$louce" dump --format pdf

# ---- in the columns and codes of the platform
done=$(sql 'SELECT count(*) FROM building WHERE level >= 4 AND division IS NOT NULL')
does record__is_made as "$officer" dump --record --format csv --private --id middle --out "$work/record.csv"
holds record__has__houses_that_all_signed test "$(tail -n +2 "$work/record.csv" | wc -l)" -eq "$done"
holds record__says__how_many_are_not_in_it says "$(($(sql 'SELECT count(*) FROM building WHERE division IS NOT NULL') - done)) houses are not in it: not all levels signed."
python3 - "$work/record.csv" "$LOUCE_WORKSPACE" "$LOUCE_DATADIR/forms/divisions.csv" <<'P' >"$work/out" 2>&1
import csv, re, sqlite3, sys
rows = list(csv.reader(open(sys.argv[1], encoding="utf-8")))
head = rows[0]
codes = {"1": "1", "2": "3", "3": "2"}
db = sqlite3.connect(sys.argv[2])
ours = dict(db.execute("SELECT l.platform_no, c.conclusion FROM value_classification c JOIN value_listing l ON l.building = c.building"))
ids = head.index("Resident ID") if "Resident ID" in head else [i for i, name in enumerate(head) if "ID" in name][0]
at = len(head) - 1 - head[::-1].index("Conclusion") if "Conclusion" in head else None
assert at is not None, head
for row in rows[1:]:
    number = row[0].replace('="', "").replace('"', "")
    assert row[at] == codes[ours[number]], (number, row[at], ours[number])
    value = row[ids].replace('="', "").replace('"', "")
    assert not value or re.fullmatch(r"[0-9]{6}\*{6}[0-9]{5}[0-9X]|[0-9]{6}\*{6}[0-9]{3}", value), value
assert len(rows) > 1
with open(sys.argv[3], encoding="utf-8") as file:
    names = {row["code"]: row["name"] for row in csv.DictReader(file)}
places = {number: " ".join((names[village[:9] + "000"], names[village], hamlet))
          for number, village, hamlet in db.execute("SELECT platform_no, village, group_name FROM value_listing")}
plain = lambda cell: cell[2:-1] if cell.startswith('="') else cell
for row in rows[1:]:
    got = dict(zip(head, map(plain, row)))
    assert " ".join(got[name] for name in ("Township", "Village", "Hamlet")) == places[plain(row[0])], (row[0], got)
    assert got["Owner"] and got["Road"], got
assert len({row[head.index("Owner")] for row in rows[1:]}) > 3
print("fine")
P
holds record__has__the_codes_of_the_platform_and_masked_numbers says fine
as "$officer" dump --record --format csv --private --id last >"$work/out" 2>&1
holds record__hides__the_last_eight grep -qE '[0-9]{10}\*{8}' "$work/out"
as "$officer" dump --record --format csv --private >"$work/out" 2>&1
holds record__has__whole_numbers__as_text grep -qE '"=""[0-9]{17}[0-9X]"""|,[0-9]{17}X,' "$work/out"
keeps_from record__has__no_owner__without_private '(^|,)(Owner|Road|Door number)(,|$)' "$louce" dump --record --format csv
refuses record__refuses__geojson 3 'the columns of another system' "$louce" dump --record --format geojson

# ---- where houses stand
refuses places__are_refused__to_nobody 3 'coordinates are private' "$louce" dump --format geojson
does places__are_written__for_who_may_read as "$officer" dump --format geojson --private --out "$work/places.json"
python3 - "$work/places.json" <<'P' >"$work/out" 2>&1
import json, re, sys
written = open(sys.argv[1], encoding="utf-8").read()
places = json.loads(written)
signed = re.findall(r'"coordinates":\[\d{3}\.\d{4},\d\d\.\d{4}\]', written) # to four places, zeros at the end among them
assert len(signed) == len(places["features"]), "digits that were signed are lost"
assert places["type"] == "FeatureCollection" and places["features"]
for place in places["features"]:
    lon, lat = place["geometry"]["coordinates"]
    assert 106 < lon < 109 and 23 < lat < 26, place
    assert place["properties"]["system"] and place["properties"]["number"] and place["properties"]["village"]
print("fine")
P
holds places__are_geojson__longitude_first says fine
tap_end
