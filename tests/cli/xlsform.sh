#!/bin/sh
# Surveys of XLSForm as form packs, and forms as surveys: twenty surveys of the kinds that go round, each against what of it came over and what was said
# of the rest. LOUCE_UPDATE=1 writes what is there now into tests/data/xlsform. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
data=$LOUCE_SRC/tests/data/xlsform
made() { python3 "$LOUCE_SRC/tests/support/xlsx.py" "$1" "$2"; }
# The pack that a survey became, as one text.
told() {
	"$louce" forms from-xlsform "$1" "$2" >"$work/told" 2>&1
	code=$?
	sed "s|$2|PACK|" "$work/told"
	echo "exit $code"
	for file in "$2"/*.yaml; do
		case $file in
		*/pack.yaml | */surveyed_place.yaml | */rules.yaml | */reports.yaml) ;;
		*) echo "--- ${file##*/}" && cat "$file" ;;
		esac
	done
}
# Questions and their words: what must be the same there and back. Yes and no comes back as a choice of 1 and 0.
questions() { sed -n 's/^ *- name: \([a-z0-9_]*\).*/\1/p; s/^ *\(label\|required\): /\1 /p' "$1"; }

count=0
for text in "$data"/*.survey; do
	name=$(basename "$text" .survey)
	count=$((count + 1))
	made "$text" "$work/$name.xlsx"
	told "$work/$name.xlsx" "$work/$name" >"$work/got"
	[ -z "${LOUCE_UPDATE:-}" ] || cp "$work/got" "$data/$name.pack"
	does "survey__comes_over__as_it_did__$name" diff "$data/$name.pack" "$work/got"
	does "survey__becomes_a_pack_in_order__$name" "$louce" forms check "$work/$name"
	has_office || continue # a survey leaves as XLSX
	form=$(sed -n 's/^forms: \[surveyed_place, \(.*\)\]$/\1/p' "$work/$name/pack.yaml")
	"$louce" forms to-xlsform "$work/$name" "$form" "$work/$name-back.xlsx" >"$work/out" 2>&1
	holds "form__becomes_a_survey__$name" [ -s "$work/$name-back.xlsx" ]
	"$louce" forms from-xlsform "$work/$name-back.xlsx" "$work/$name-again" >"$work/out" 2>&1
	questions "$work/$name/$form.yaml" >"$work/first"
	questions "$work/$name-again/$form.yaml" >"$work/second"
	does "questions__are_the_same__there_and_back__$name" diff "$work/first" "$work/second"
done
holds surveys__are_tried__twenty [ "$count" -eq 20 ]

# The campaign's own forms as surveys: every question is there, and what a survey cannot hold is said.
for form in registration classification photo_check; do
	has_office || continue
	"$louce" forms to-xlsform "$LOUCE_DATADIR/forms" $form "$work/$form.xlsx" >"$work/out" 2>&1
	holds "own_form__names_what_a_survey_has_nothing_for__$form" grep -q "^$form.yaml, line [0-9]*, by: a survey has no signatures" "$work/out"
	"$louce" forms from-xlsform "$work/$form.xlsx" "$work/own-$form" >"$work/out" 2>&1
	questions "$LOUCE_DATADIR/forms/$form.yaml" | grep -v '^\(label\|required\) ' | sort >"$work/first"
	questions "$work/own-$form/$form.yaml" | grep -v '^\(label\|required\) ' | sort >"$work/second"
	does "own_form__has_every_question__there_and_back__$form" diff "$work/first" "$work/second"
done

# ---- what is no survey
refuses file__is_refused__that_is_not_there 3 "none.xlsx" "$louce" forms from-xlsform "$work/none.xlsx" "$work/new"
printf 'type,name\ntext,a\n' >"$work/plain.csv"
refuses csv__is_refused__as_no_survey 3 "is no XLSX file" "$louce" forms from-xlsform "$work/plain.csv" "$work/new"
printf '== sheet1\ntype|name\ntext|a\n' >"$work/text"
made "$work/text" "$work/other.xlsx"
refuses workbook__is_refused__without_a_sheet_survey 3 'no sheet "survey"' "$louce" forms from-xlsform "$work/other.xlsx" "$work/new"
printf '== survey\nkind|called\ntext|a\n' >"$work/text"
made "$work/text" "$work/heads.xlsx"
refuses sheet__is_refused__without_its_columns 3 "does not name the columns type and name" "$louce" forms from-xlsform "$work/heads.xlsx" "$work/new"
printf '== survey\ntype|name\nbegin group|g\ntext|a\n' >"$work/text"
made "$work/text" "$work/open.xlsx"
refuses group__is_refused__that_does_not_end 3 "does not end" "$louce" forms from-xlsform "$work/open.xlsx" "$work/new"
printf '== survey\ntype|name\nbegin group|g\ntext|a\nend repeat\n' >"$work/text"
made "$work/text" "$work/crossed.xlsx"
refuses group__is_refused__that_ends_as_a_repeat 3 "survey, row 4: what ends here did not begin" "$louce" forms from-xlsform "$work/crossed.xlsx" "$work/new"
printf '== survey\ntype|name\nstart|start\n' >"$work/text"
made "$work/text" "$work/empty.xlsx"
refuses survey__is_refused__of_which_no_question_comes_over 3 "no question" "$louce" forms from-xlsform "$work/empty.xlsx" "$work/new"
holds refused_survey__leaves_nothing_behind [ ! -e "$work/new/pack.yaml" ]
printf '== survey\ntype|name|label\ntext|a|left\342\200\256right\n' >"$work/text"
made "$work/text" "$work/unseen.xlsx"
refuses survey__is_refused__whose_pack_would_be 3 "nothing was written" "$louce" forms from-xlsform "$work/unseen.xlsx" "$work/new"
holds refused_pack__leaves_no_folder_behind [ ! -e "$work/new" ]
refuses folder__is_refused__that_holds_something 3 "holds something already" "$louce" forms from-xlsform "$work/food.xlsx" "$work/food"
refuses form__is_refused__that_the_pack_has_not 3 'has no form "nothing"' "$louce" forms to-xlsform "$LOUCE_DATADIR/forms" nothing "$work/x.xlsx"
! has_office || refuses file__is_refused__that_is_there 3 "food.xlsx" "$louce" forms to-xlsform "$work/food" food "$work/food.xlsx"
tap_end
