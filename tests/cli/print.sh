#!/bin/sh
# Papers of the form pack: each of them in both languages, what stands on it and where, its code read by a telephone's eyes and held against the register, what
# the house's history says of it, and what is refused. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
if "$louce" print --yes sheet house --out "$work/no.pdf" 2>&1 | grep -q 'without printing'; then
	echo "1..0 # SKIP this louce was built without printing"
	exit
fi
for tool in pdftotext pdftoppm pdffonts zbarimg python3; do
	command -v $tool >/dev/null || {
		echo "1..0 # SKIP $tool is not here"
		exit
	}
done
export LOUCE_CLOCK=1662000000 LOUCE_HOME="$work/d/home" LOUCE_WORKSPACE="$work/d/county.louce"
"$demo" "$work/d" --buildings 50 --seed ui --single
office=$(holder county_officer)
sql() { sqlite3 "$LOUCE_WORKSPACE" "$1"; }
house=$(sql "SELECT lower(hex(b.root)) FROM building b JOIN value_classification c ON c.building = b.rowid WHERE c.conclusion = '1' ORDER BY b.level DESC, b.root LIMIT 1")
village=$(sql "SELECT division FROM building WHERE lower(hex(root)) = '$house'")
home=$(sql "SELECT division FROM building GROUP BY division ORDER BY count(*) DESC LIMIT 1") # of the people whose keys are here
fine=$(sql "SELECT lower(hex(b.root)) FROM building b JOIN value_classification c ON c.building = b.rowid WHERE c.conclusion = '3' AND b.task = 'sign' AND b.level = 1 AND b.division = '$home' ORDER BY b.root LIMIT 1")
prints() { sql "SELECT count(*) FROM step WHERE body ->> 'kind' = 'print'"; }
page() { pdftotext -layout "$work/$1.pdf" - 2>/dev/null | tr '\n' ' ' | tr -s ' '; }
says() { page "$1" | grep -qF -- "$2"; }
# Nothing outside of the frame of the page, and no character that is none.
in_frame() {
	pdftotext -bbox "$work/$1.pdf" - | sed -n 's/.*<word xMin="\([0-9.]*\)" yMin="\([0-9.]*\)" xMax="\([0-9.]*\)" yMax="\([0-9.]*\)">.*/\1 \2 \3 \4/p' |
		awk '{ n++ } $1 < 49 || $2 < 45 || $3 > 546 || $4 > 794 { print "outside: " $0; bad = 1 } END { exit bad || n < 3 }' >"$work/out" &&
		! pdftotext "$work/$1.pdf" - | grep -q '�'
}
# Every font is in the file, and every character has a meaning to who copies the text.
fonts_are_whole() { pdffonts "$work/$1.pdf" | awk 'NR > 2 { n++; if ($(NF - 4) != "yes" || $(NF - 2) != "yes") bad = 1 } END { exit bad || !n }'; }
code_of() { # of the first page that has one
	for page in 1 2 3; do
		rm -f "$work"/code*.pgm
		pdftoppm -r 150 -gray -f $page -l $page "$work/$1.pdf" "$work/code" 2>/dev/null
		zbarimg -q --raw "$work"/code*.pgm 2>/dev/null | head -n 1 | grep . && return
	done
}

# ---- every paper in both languages
for language in en zh_CN; do
	export LANGUAGE=$language
	for paper in sheet notice referral placard card; do
		does "${paper}__is_printed__in_$language" as "$office" print --yes $paper "$house" --out "$work/$paper-$language.pdf"
	done
	for paper in list walk; do
		does "${paper}__is_printed__in_$language" as "$office" print --yes $paper "$village" --out "$work/$paper-$language.pdf"
	done
	for paper in sheet notice referral placard card list walk; do
		holds "${paper}__stays__in_its_frame_in_$language" in_frame $paper-$language
		holds "${paper}__holds__its_fonts_in_$language" fonts_are_whole $paper-$language
	done
done
export LANGUAGE=en
holds sheet__names__each_level says sheet-zh_CN 乡镇主要领导
holds sheet__tells__what_was_found says sheet-zh_CN 存在严重安全隐患
holds sheet__tells__it_in_english says sheet-en "Severe hazard"
holds sheet__shows__its_owner_to_who_may_read says sheet-zh_CN '户主（产权人）'
holds sheet__numbers__its_pages says sheet-en "Page 1 of "
holds notice__demands__that_use_stops says notice-zh_CN 立即停止使用
holds notice__has__its_proof_of_service says notice-zh_CN 送达回证
holds notice__bears__a_number_and_its_day__before_it_is_served says notice-zh_CN '编号：20220901-'
holds notice__bears__the_day_that_it_is_printed says notice-zh_CN '日期：2022-09-01'
holds notice__tells__by_when says notice-zh_CN '请于 2022-09-25 前委托'
# Of each finding the part, the defect, the place and what was measured stand on the first page, and the proof of service on the second.
found() { # found PAPER: its first page names each of them
	pdftotext -l 1 "$work/$1.pdf" - | tr -d ' \n' >"$work/first"
	sql "SELECT f.value ->> 'place', f.value ->> 'width_mm' FROM step s, json_each(s.body, '\$.data.findings') f WHERE s.body ->> 'kind' = 'classification'
		AND s.body ->> 'building' = '$house'" | tr '|' '\n' | grep . >"$work/places"
	test -s "$work/places" && while read -r place; do grep -qF -- "$place" "$work/first" || return 1; done <"$work/places"
}
holds notice__says__what_was_found_and_where found notice-zh_CN
holds notice__says__which_part sh -c "grep -qF '发现的问题1部位' '$work/first'"
holds notice__stays__on_two_pages sh -c "pdfinfo '$work/notice-zh_CN.pdf' | grep -qE '^Pages: +2$' && pdftotext -f 2 -l 2 '$work/notice-zh_CN.pdf' - | grep -q 送达回证"
own=$(sql "SELECT lower(hex(b.root)) FROM building b JOIN fact f USING (building) JOIN value_registration r USING (building) WHERE f.unsafe AND r.user_is_owner = 1 LIMIT 1")
does notice__is_printed__of_a_house_that_its_owner_uses as "$office" print --yes notice "$own" --out "$work/own-use.pdf"
holds notice__names__the_owner_as_the_user sh -c "pdftotext '$work/own-use.pdf' - | grep -qE '^To [^_]+ \\(owner and user\\):'"
holds placard__forbids says placard-zh_CN 禁止使用
holds placard__forbids__in_english says placard-en "KEEP OUT"
holds card__says__it_to_the_owner says card-zh_CN 该房屋现在不得使用
holds list__has__room_for_signatures says list-zh_CN 产权人签字
holds walk__goes__by_hamlet says walk-en Remark
all=$(sql "SELECT count(*) FROM building WHERE division = '$village'")
holds walk__names__every_house test "$(pdftotext -layout "$work/walk-en.pdf" - | grep -c 'YS[0-9]')" -eq "$all"

# ---- the code, held against the register
code=$(code_of sheet-en)
holds code__is_read__from_the_page test "${code#LOUCE1/sheet/"$(echo "$house" | cut -c1-16)"/}" != "$code"
holds code__stands__on_the_page_as_text sh -c "pdftotext '$work/sheet-en.pdf' - | tr -d '\n' | grep -qF '$code'"
holds code__is_another__of_the_second_print test "$(code_of sheet-zh_CN)" != "$code"
does paper__stands "$louce" verify --sheet "$code" --as "$office" --passphrase-file "$work/pass"
holds paper__is_told__in_words grep -qF "the paper must say: Conclusion: Severe hazard" "$work/out"
holds paper__is_told__to_stand grep -qF "It stands as it was printed." "$work/out"
does paper__stands__with_blanks_around "$louce" verify --sheet "  $code
" --as "$office" --passphrase-file "$work/pass"
# forged TEXT: with digits at its end that fit.
forged() {
	python3 -c '
import hashlib, sys
body = sys.argv[1].rsplit("/", 1)[0].encode()
kind = b"application/vnd.louce.sheet.v1"
pae = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(body), body)
print(body.decode() + "/" + hashlib.blake2b(pae, digest_size=32).hexdigest()[:8])' "$1"
}
holds digits__are__those_that_the_format_says test "$(forged "$code")" = "$code"
verify() { "$louce" verify --sheet "$1" --as "$office" --passphrase-file "$work/pass"; }
refuses mistyped__is_refused 3 "read or typed wrongly" verify "${code%?}x"
refuses altered__is_refused 3 "read or typed wrongly" verify "$(echo "$code" | sed 's/conclusion=1/conclusion=3/')"
refuses forged_value__is_refused 3 "a paper with another text was printed" verify "$(forged "$(echo "$code" | sed 's/conclusion=1/conclusion=3/')")"
refuses forged_levels__are_refused 3 "a paper with another text was printed" verify "$(forged "$(echo "$code" | sed 's/survey=[0-9]/survey=3/')")"
refuses forged_serial__is_refused 3 "nothing here says this" verify "$(forged "$(echo "$code" | sed 's/conclusion=1/conclusion=3/; s/-....-....\//-0000-0000\//')")"
refuses other_house__is_refused 3 "is not in this file" verify "$(forged "$(echo "$code" | sed 's,sheet/.,sheet/z,')")"
refuses other_paper__is_refused 3 'no paper "shoot"' verify "$(forged "$(echo "$code" | sed 's,/sheet/,/shoot/,')")"
refuses other_text__is_refused 3 "begins with LOUCE1/" verify "hello"
refuses empty_text__is_refused 3 "begins with LOUCE1/" verify ""

# ---- signed, changed since
does clean_house__is_printed as "$office" print --yes sheet "$fine" --out "$work/fine.pdf"
fine_code=$(code_of fine)
does paper_of_clean_house__stands verify "$fine_code"
does house__is_signed__after_the_print as "$(holder village_secretary "$home")" sign village "$fine"
refuses changed_paper__is_told 1 "Signed, changed since: the paper is no longer what stands." verify "$fine_code"
holds changed_paper__tells__what_is_now grep -qF "levels signed now: 2" "$work/out"
does house__is_printed__again as "$office" print --yes sheet "$fine" --out "$work/again.pdf"
does paper__stands__with_its_signature verify "$(code_of again)"
holds signature__is_told__with_its_level grep -qE '^  Village Party secretary: .*not yet at the county' "$work/out"
holds signature__stands__on_the_paper sh -c "pdftotext -layout '$work/again.pdf' - | grep -q 'Survey team'"
does visit_beside_it__changes_nothing as "$office" print --yes placard "$fine" --out "$work/beside.pdf"
does paper__stands__after_another_print verify "$(code_of again)"

# ---- what the history says
holds history__says__what_was_printed sh -c "'$louce' history $fine | grep -qF 'Sheet to sign, serial '"
before=$(prints)
does many__are_printed__at_once as "$office" print --yes sheet "$house" "$fine" --out "$work/many.pdf"
holds each_house__is_told test "$(($(prints) - before))" -eq 2
before=$(prints)
does village__is_printed as "$office" print --yes walk "$village" --out "$work/walk.pdf"
holds each_house_of_the_village__is_told test "$(($(prints) - before))" -eq "$all"
does county__verifies__after_all_prints "$louce" verify "$LOUCE_WORKSPACE"
"$louce" export "$work/out.louce" --as "$office" --passphrase-file "$work/pass" >/dev/null 2>&1
does slip__is_printed as "$office" print --yes slip "$work/out.louce" --out "$work/slip.pdf"
holds slip__names__the_file says slip out.louce
refuses slip__is_refused__of_no_export 3 "" as "$office" print --yes slip "$work/slip.pdf" --out "$work/slip2.pdf"

# ---- refusals, which write and sign nothing
refuses receipt__is_refused__of_a_village_whose_stick_never_came 3 'nothing of this village is for the paper "Receipt' as "$office" print --yes receipt "$home" --out "$work/none.pdf"
does print__alone__lists_the_papers "$louce" print
holds list_of_papers__says__what_each_is_about grep -qE '^walk +.* \(of a village\)$' "$work/out"
does print__writes__the_papers_of_a_village as "$office" print --yes notice "$village" --out "$work/village.pdf"
holds papers_of_a_village__are__several grep -qE 'papers: ([2-9]|[0-9]{2,}),' "$work/out"
before=$(prints)
refuses print__is_refused__without_a_person 3 "name who prints with --as NAME" "$louce" print --yes sheet "$house" --out "$work/no.pdf"
refuses print__is_not_signed__unseen 3 "To write it and sign that it was printed: add --yes" as "$office" print notice "$house" --out "$work/no.pdf"
holds print__shows__what_stands_on_the_paper sh -c "grep -qF 'From the day of this notice stop using the house' '$work/out' && grep -qF 'You sign, as ' '$work/out'"
holds print__shows__where_it_is_written grep -qF "To be written: $work/no.pdf" "$work/out"
refuses print__is_refused__as_a_copy_of_what_has_none 3 "has no copy" as "$office" print sheet "$house" --copy 2022-09-01 --out "$work/no.pdf" --yes
refuses print__is_refused__without_a_file 2 "--out FILE" as "$office" print --yes sheet "$house"
refuses print__is_refused__without_a_house 2 "name the paper" as "$office" print --yes sheet --out "$work/no.pdf"
refuses print__is_refused__of_no_paper 3 'there is no paper "poster"; there are: sheet' as "$office" print --yes poster "$house" --out "$work/no.pdf"
refuses print__is_refused__of_no_house 3 "" as "$office" print --yes sheet ffffffffffff --out "$work/no.pdf"
refuses print__is_refused__of_no_village 3 "" as "$office" print --yes list 999999999999 --out "$work/no.pdf"
refuses print__is_refused__of_a_township 3 "is about one village" as "$office" print --yes list "$(echo "$village" | cut -c1-9)" --out "$work/no.pdf"
refuses notice__is_refused__where_nothing_is_to_notify 3 "is not for this house" as "$office" print --yes notice "$(sql "SELECT lower(hex(b.root)) FROM building b LEFT JOIN value_classification c ON c.building = b.rowid WHERE c.building IS NULL LIMIT 1")" --out "$work/no.pdf"
refuses notice__is_refused__where_no_hazard_is 3 "is not for this house" as "$office" print --yes notice "$(sql "SELECT lower(hex(b.root)) FROM building b JOIN fact f USING (building) WHERE f.unsafe = 0 AND f.need_appraisal LIMIT 1")" --out "$work/no.pdf"
refuses print__is_refused__over_a_file 3 "is there already" as "$office" print --yes sheet "$house" --out "$work/many.pdf"
refuses print__is_refused__over_a_workspace 3 "" as "$office" print --yes sheet "$house" --out "$LOUCE_WORKSPACE"
refuses print__is_refused__into_no_folder 4 "" as "$office" print --yes sheet "$house" --out "$work/nowhere/no.pdf"
echo '{"print_what":"sheet","print_serial":"1","print_of":"x"}' >"$work/print.json"
refuses print__is_never__filled_by_hand 3 "is signed by printing a paper" as "$office" fill "$house" print --data "$work/print.json"
other=$(sql "SELECT lower(hex(root)) FROM building WHERE division <> '$home' LIMIT 1")
refuses print__is_refused__outside_of_the_area 3 "outside the area" as "$(holder inspector "$home")" print --yes walk "$(sql "SELECT division FROM building WHERE lower(hex(root)) = '$other'")" --out "$work/no.pdf"
holds refusals__sign__nothing test "$(prints)" -eq "$before"
holds refusals__write__nothing test ! -e "$work/no.pdf"
# ---- the next notice, and one that stands once more
served=$(sql "SELECT lower(hex(b.root)) FROM building b JOIN fact f USING (building) JOIN value_notice n USING (building) WHERE f.unsafe AND f.in_business LIMIT 1")
number=$(sql "SELECT n.notice_no FROM value_notice n JOIN building b USING (building) WHERE lower(hex(b.root)) = '$served' ORDER BY n.nth DESC LIMIT 1")
day=$(sql "SELECT n.notice_date FROM value_notice n JOIN building b USING (building) WHERE lower(hex(b.root)) = '$served' ORDER BY n.nth DESC LIMIT 1")
export LANGUAGE=zh_CN
does next_notice__is_printed as "$office" print --yes notice "$served" --out "$work/next.pdf"
holds next_notice__bears__its_own_number says next '编号：20220901-'
holds next_notice__is_no_copy__of_the_one_before sh -c "! pdftotext '$work/next.pdf' - | grep -qF '$number'"
holds next_notice__names__the_plan_for_houses_in_business says next '经营性自建房安全专项整治存在问题整改工作方案'
last() { sql "SELECT body ->> '\$.data.print_serial' FROM step WHERE body ->> 'building' = '$served' AND body ->> 'kind' = 'print' ORDER BY n DESC LIMIT 1"; }
printed=$(last)
refuses notice__not_yet_served__is_told__before_it_is_printed_again 3 "打印，编号$printed，“通知书及送达回证”里还没有登记。这次用同一编号" as "$office" print notice "$served" --out "$work/no.pdf"
does notice__not_yet_served__is_printed_again as "$office" print --yes notice "$served" --out "$work/once-more.pdf"
holds notice__not_yet_served__keeps__its_number sh -c "test '$(last)' = '$printed' && pdftotext '$work/once-more.pdf' - | grep -qF '编号：$printed'"
holds notice__printed_again__is_marked_as_a_copy says once-more '自建房安全隐患处置通知书（副本）'
holds notice__printed_first__is_no_copy sh -c "! pdftotext '$work/next.pdf' - | grep -qF 副本"
refuses notice__of_a_later_day__tells__of_the_earlier_one 3 "把先前的作废" env LOUCE_CLOCK=1662100000 "$louce" print notice "$served" --out "$work/no.pdf" --as "$office" --passphrase-file "$work/pass"
does notice__of_a_later_day__is_printed env LOUCE_CLOCK=1662100000 "$louce" print --yes notice "$served" --out "$work/later.pdf" --as "$office" --passphrase-file "$work/pass"
holds notice__of_a_later_day__has__its_own_number says later '编号：20220902-'
for word in "$number" "$day"; do
	rm -f "$work/copy.pdf"
	does copy__is_printed__by as "$office" print --yes notice "$served" --copy "$word" --out "$work/copy.pdf"
	holds copy__bears__the_number_of_the_one_that_stands says copy "编号：$number"
done
holds copy__is_told__to_be_one test "$(sql "SELECT count(*) FROM value_print p JOIN value_notice n USING (building) WHERE p.print_of = n.root")" -ge 2
refuses copy__is_refused__of_no_notice 3 "$day" as "$office" print --yes notice "$served" --copy 1999-01-01 --out "$work/no.pdf"
# ---- the letter to a department: printed, recorded under the number that it bears, and printed again as it was recorded
does referral__is_printed__before_it_is_recorded as "$office" print --yes referral "$served" --out "$work/letter.pdf"
bears=$(sql "SELECT body ->> '\$.data.print_serial' FROM step WHERE body ->> 'kind' = 'print' ORDER BY n DESC LIMIT 1")
holds referral__bears__its_number says letter "编号：$bears"
holds referral__has__its_house says letter "$(sql "SELECT platform_no FROM value_listing l JOIN building b USING (building) WHERE lower(hex(b.root)) = '$served'")"
holds referral__says__where_the_house_stands says letter "$(sql "SELECT '农村道路，门牌号'")"
holds referral__has__its_proof_of_service sh -c "pdftotext -f 2 -l 2 '$work/letter.pdf' - | grep -q 送达回证"
printf '{"ref_dept":"4","ref_asks":["2","3"],"ref_words":"危房仍在经营","ref_date":"2022-09-01","ref_until":"2022-09-08"}\n' >"$work/data.json"
does referral__is_recorded__under_that_number as "$office" fill "$served" referral --data "$work/data.json"
holds referral__took__the_printed_number test "$(sql "SELECT n.ref_no FROM value_referral n JOIN building b USING (building) WHERE lower(hex(b.root)) = '$served' ORDER BY n.nth DESC LIMIT 1")" = "$bears"
"$louce" history "$served" >"$work/out" 2>&1
holds house__waits__for_the_department_by_its_day grep -q '^-> 等市场监管.*（2022-09-08前）：部门回复处理情况$' "$work/out"
does referral__is_printed__as_it_was_recorded as "$office" print --yes referral "$served" --copy "$bears" --out "$work/letter2.pdf"
holds referral__says__where_it_was_recorded_to_stand says letter2 '（农村道路'
holds referral__names__the_department says letter2 市场监管部门：
holds referral__tells__by_when says letter2 '2022-09-08 前书面回复'
holds referral__tells__what_is_asked says letter2 '责令停止经营、核查经营许可、证照'
holds referral__stays__in_its_frame in_frame letter2
does referrals__are_printed__of_the_village as "$office" print --yes referrals "$(sql "SELECT division FROM building WHERE lower(hex(root)) = '$served'")" --out "$work/letters.pdf"
holds referrals__name__the_letter says letters "$bears"
holds referrals__stand__under_the_department says letters 市场监管
holds referrals__stay__in_their_frame in_frame letters
export LANGUAGE=en
# ---- a house that may be used until a day, before it and after
until=$(sql "SELECT lower(hex(b.root)) FROM building b JOIN fact f USING (building) WHERE f.may_use = '2' LIMIT 1")
day=$(sql "SELECT f.may_use_until FROM building b JOIN fact f USING (building) WHERE lower(hex(b.root)) = '$until'")
export LANGUAGE=zh_CN
does placard__is_printed__before_the_day as "$office" print --yes placard "$until" --out "$work/before.pdf"
holds placard__gives__the_day says before 限期使用
export LOUCE_CLOCK=1666000000
for paper in placard card; do
	does "${paper}__is_printed__after_the_day" as "$office" print --yes $paper "$until" --out "$work/$paper-after.pdf"
	holds "${paper}__says__why_use_stops" sh -c "pdftotext '$work/$paper-after.pdf' - | tr -d ' \\n' | grep -qF '原定${day}前可以使用' && pdftotext '$work/$paper-after.pdf' - | tr -d ' \\n' | grep -qF '没有鉴定合格的结论'"
done
told() { LANGUAGE=en as "$office" history "$until" >"$work/told" 2>&1 && grep -qF "$1" "$work/told"; }
listed() { as "$office" list --where "may_use=$1" --show may_use --format csv >"$work/listed" 2>&1 && grep -qF 期限已过，停止使用 "$work/listed"; }
reported() { as "$office" report departments --format csv >"$work/reported" 2>&1 && grep -qF 期限已过，停止使用 "$work/reported" && ! grep -qF 期限前可以使用 "$work/reported"; }
holds house__says__that_the_day_is_past told "May it be used: No, the day is past ($day)"
holds history__has__that_the_day_is_past sh -c "'$louce' history '$until' --json | grep -qF '\"may_use\":\"4\"'"
holds list__has__that_the_day_is_past listed 4
listed_none() { ! listed 2; }
holds list__has_none__that_may_still_be_used listed_none
holds report__has__that_the_day_is_past reported
holds register__keeps__what_follows_from_the_forms test "$(sql "SELECT f.may_use FROM building b JOIN fact f USING (building) WHERE lower(hex(b.root)) = '$until'")" = 2
holds placard__does_not_say__keep_out sh -c "! pdftotext '$work/placard-after.pdf' - | grep -q 不得入内"
export LOUCE_CLOCK=1662000000 LANGUAGE=en
mkdir "$work/b"
sh "${LOUCE_SRC:-.}/tests/support/blind_county.sh" "$work/b" >/dev/null 2>&1
refuses print__is_refused__to_who_must_check_blindly 3 "must not see" env LOUCE_HOME="$work/b/d/home" LOUCE_WORKSPACE="$work/b/d/county.louce" \
	"$louce" print --yes sheet "$(cat "$work/b/building")" --out "$work/no.pdf" --as "$(cat "$work/b/checker")" --passphrase-file "$work/pass"
does print__is_open__to_who_wrote_it env LOUCE_HOME="$work/b/d/home" LOUCE_WORKSPACE="$work/b/d/county.louce" \
	"$louce" print --yes sheet "$(cat "$work/b/building")" --out "$work/own.pdf" --as "$(cat "$work/b/author")" --passphrase-file "$work/pass"
code=$(code_of own)
refuses code__is_refused__to_who_must_check_blindly 3 "must not see" env LOUCE_HOME="$work/b/d/home" LOUCE_WORKSPACE="$work/b/d/county.louce" \
	"$louce" verify --sheet "$code" --as "$(cat "$work/b/checker")" --passphrase-file "$work/pass"
refuses code__is_refused__to_nobody 3 "must not see" env LOUCE_HOME="$work/b/d/home" LOUCE_WORKSPACE="$work/b/d/county.louce" "$louce" verify --sheet "$code"

# ---- an address that names no hamlet, no road and no door
sql "SELECT json_object('village', village, 'group_name', '无', 'road', '无', 'owner_name', '韦大山', 'building_name', '大榕树小卖部', 'platform_no', platform_no, '_reasons', json('[]'))
	FROM value_listing JOIN building b USING (building) WHERE lower(hex(b.root)) = '$own'" >"$work/no-address.json"
does house__has__no_address as "$office" fill "$own" listing --yes --data "$work/no-address.json"
for paper in notice card referral placard; do
	does "${paper}__is_printed__without_an_address" env LANGUAGE=zh_CN "$louce" print --yes $paper "$own" --out "$work/bare-$paper.pdf" --as "$office" --passphrase-file "$work/pass"
	holds "${paper}__names__no_place_that_there_is_not" sh -c "pdftotext '$work/bare-$paper.pdf' - | tr -d ' \n' >'$work/bare' && test -s '$work/bare' && ! grep -qE '(委会|村)无|（无，|门牌号_' '$work/bare'"
	[ $paper = placard ] || holds "${paper}__names__the_house__where_it_has_a_name" grep -q 大榕树小卖部 "$work/bare"
done

# ---- the plan is for houses in business: of others the notice leaves room for what it is based on
cp -R "$LOUCE_DATADIR/forms" "$work/forms"
sed -i 's/^version: .*/version: 9/; s/^    calculation: "use_class IN (.1., .2.)"/    calculation: "0"/' "$work/forms/pack.yaml"
as "$office" forms publish "$work/forms" --yes >"$work/published" 2>&1
second=$(sql "SELECT body ->> '\$.data.person' FROM step WHERE body ->> 'kind' = 'credential' AND body ->> '\$.data.role' = 'county_officer'
	AND body ->> '\$.data.person' <> '$office' LIMIT 1")
does forms__where_none_is_in_business__are_endorsed as "$second" endorse "$(sed -n 's/.*endorse \([0-9a-f]*\) .*/\1/p' "$work/published")" --yes
does notice__is_printed__of_a_house_without_business env LANGUAGE=zh_CN "$louce" print --yes notice "$served" --out "$work/other.pdf" --as "$office" --passphrase-file "$work/pass"
holds notice__of_it__names_no_plan_for_business sh -c "! pdftotext '$work/other.pdf' - | tr -d ' \\n' | grep -q 经营性自建房安全专项整治"
holds notice__of_it__leaves_room_for_its_basis says other '依据（文件名称及文号）：____'

# ---- killed before a change of the file or of the folder: no paper has its name of which the house knows nothing
. "${LOUCE_SRC:-.}/tests/support/kill.sh"
mkdir "$work/k"
were=$(prints) killed=0
print_killed() { # NUMBER
	kill_before "$1" "$work" print --yes sheet "$house" --out "$work/k/$1.pdf" --as "$office" --passphrase-file "$work/pass" || return 1
	killed=$((killed + 1))
}
kill_all_over print_killed
papers=$(find "$work/k" -name '*.pdf' | wc -l)
ls "$work/k" >"$work/out"
echo "killed $killed times: $papers papers, $(($(prints) - were)) told of" >>"$work/out"
holds print__leaves_no_paper__that_nobody_signed__wherever_it_was_killed [ "$papers" -gt 0 -a "$papers" -le $(($(prints) - were)) ]
# how often hangs on the binary digits of how many changes there are
holds print__was_killed__many_times [ $killed -gt 5 ]
tap_end
