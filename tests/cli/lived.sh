#!/bin/sh
# The demonstration's hazards stand at every stage, from the day nobody has controlled a house to its strike-off, and one township was looked at again, with
# the share of errors that src/demo/second.h says; the smallest county that has all of it, and a larger one (the whole: plan.sh). Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
unset LOUCE_CLOCK
number() { sqlite3 "$LOUCE_WORKSPACE" "$1"; }
at_least() { [ "$(number "$2")" -ge "$1" ]; } # N SQL
are() { [ "$(number "$2")" = "$1" ]; }	      # VALUE SQL
next_acts() { "$louce" due --date "$1" | grep '(Hazard)' >"$work/out"; }
acts() { [ "$(grep -cE -- "$1" "$work/out")" -ge 1 ]; }
says() { grep -qE -- "$1" "$work/out"; }
fires() { awk '/found at +errors/ { exit } $1 > 0 && $5 == "'"$1:"'" { n += $1 } END { print n + 0 }' "$work/out"; }
few() { [ $((100 * $(fires warning))) -le $((3 * $1)) ]; } # HOUSES

lives_through() { # NAME HOUSES-OPTION
	export LOUCE_HOME="$work/$1/home" LOUCE_WORKSPACE="$work/$1/county.louce"
	# shellcheck disable=SC2086 # none, or an option and its number
	does "demo__is_made__$1" "$louce" demo "$work/$1" $2 --seed lived --single --no-ui

	# ---- the next act of every open case, three weeks after the plan's last day
	next_acts 2022-10-15
	for act in 'Control' 'Notice and proof of service' 'signature of Second reader of the report' 'Plan for the building' 'signature of Township' \
		'signature of County office' 'Progress of the work' 'Strike-off' 'signature of Township on site'; do
		holds "hazards__wait_for__$(echo "$act" | tr ' ' _)__$1" acts "$act \(Hazard\)"
	done
	holds "some__are__overdue__$1" acts '\(Hazard\): overdue'
	holds "others__have__time__$1" acts '\(Hazard\): in '
	for form in control notice appraisal plan work closure enforcement patrol; do
		holds "hazards__have__${form}__$1" at_least 1 "SELECT count(*) FROM value_$form"
	done
	holds "plans__wait__for_the_county__$1" at_least 1 "SELECT count(*) FROM signed s WHERE s.level = 'file_township' AND NOT EXISTS
		(SELECT 1 FROM signed o WHERE o.level = 'file_county' AND o.building = s.building)"
	holds "strike_offs__wait__for_the_county__$1" at_least 1 "SELECT count(*) FROM signed s WHERE s.level = 'strike_township' AND NOT EXISTS
		(SELECT 1 FROM signed o WHERE o.level = 'strike_county' AND o.building = s.building)"
	for level in file_township strike_county; do
		holds "some__are_returned__at_${level}__$1" at_least 1 "SELECT count(*) FROM step WHERE body ->> 'kind' = 'signoff'
			AND body ->> '\$.data.level' = '$level' AND body ->> '\$.data.decision' = 'return'"
	done
	for ground in 1 2 5; do
		holds "houses__are_struck_off__on_ground_${ground}__$1" at_least 1 "SELECT count(*) FROM value_closure c JOIN signed s ON s.building = c.building
			AND s.level = 'strike_county' WHERE c.closure_ground = '$ground'"
	done
	# ---- what was referred to departments: answered, past its day, sent back, and asked for today
	if [ "$2" != '--buildings 50' ]; then
		"$louce" report referrals --format csv >"$work/out" 2>&1
		holds "referrals__are__answered__$1" says ',已办结,.*,0,0$'
		holds "referrals__are__overdue__$1" says ',未回复,,1,0$'
		holds "referrals__have__time__$1" says ',未回复,,0,0$'
		holds "referrals__are__sent_back__$1" says ',不属于本部门职责,.*,0,1$'
	fi
	# the strike-off was accepted over another grade than the one that stands
	holds "one__is_opened_again__by_a_grade__$1" are 1 "SELECT count(*) FROM step c JOIN due d ON d.of_case = 'hazard' JOIN building b ON b.building = d.building
		AND lower(hex(b.root)) = c.body ->> '\$.data.items[0].building' WHERE c.body ->> 'kind' = 'signoff' AND c.body ->> '\$.data.level' = 'strike_county'
		AND c.body ->> '\$.data.decision' = 'approve' AND d.form = 'control'"

	# ---- the second look
	"$louce" report quality --format csv >"$work/out" 2>&1
	holds "second_look__finds__the_platform_wrong__$1" says '^县,全部,平台,([0-9]+),[0-9]+,10\.1%,[^,]*,([0-9]+),[0-9]+,70\.0%,'
	holds "second_look__finds__the_survey_wrong__$1" says '^县,全部,排查,[0-9]+,[0-9]+,0\.6%,[^,]*,[0-9]+,[0-9]+,5\.0%,'
	holds "second_look__errs__never__$1" says '^县,全部,回头看,0,'
	holds "second_look__is__of_one_township__$1" [ "$(grep -c '^乡镇,.*,平台,' "$work/out")" = 1 ]

	# ---- what is honest
	"$louce" check >"$work/out" 2>&1
	holds "check__finds__no_error__$1" [ "$(fires error)" = 0 ]
	holds "check__asks__of_few_houses__$1" few "$(number 'SELECT count(*) FROM building')"
	does "verify__proves__all__$1" "$louce" verify "$LOUCE_WORKSPACE"
}

lives_through smallest '--buildings 50'
lives_through larger '--buildings 400'
# A part that is smaller ends with the control.
export LOUCE_HOME="$work/part/home" LOUCE_WORKSPACE="$work/part/county.louce"
does part__is_made "$louce" demo "$work/part" --buildings 49 --seed lived --single --no-ui
holds part__has__no_notice are 0 'SELECT count(*) FROM value_notice'
holds part__has__no_second_look are 0 'SELECT count(*) FROM value_platform'
tap_end
