#!/bin/sh
# A draw of houses for spot checks, signed in two steps: what is drawn from before the seed is known, then seed and houses; the checks of these, their
# score, and what goes back to the village. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_CLOCK=1664000000
"$demo" "$work/d" --buildings 120
export LOUCE_HOME="$work/d/home" LOUCE_WORKSPACE="$work/d/county.louce"
sql() { sqlite3 "$LOUCE_WORKSPACE" "$1"; }
says() { grep -qF -- "$1" "$work/out"; }
fails() { name=$1; shift; if "$@"; then not_ok "$name"; else ok "$name"; fi; }
field() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p" "$work/json" | head -n 1; }
# The township with the most houses that every level signed.
township=$(sql "SELECT substr(division, 1, 9) FROM building WHERE done = 1 GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")
officer=$(sql "SELECT body ->> '\$.data.person' FROM step WHERE body ->> 'kind' = 'credential' AND body ->> '\$.data.role' = 'county_officer' AND body ->> '\$.data.device' IS NULL LIMIT 1")
writer=$(sql "SELECT body ->> '\$.data.person' FROM step WHERE body ->> 'kind' = 'credential' AND body ->> '\$.data.role' = 'county_officer' AND body ->> '\$.data.device' IS NOT NULL")
other=$(holder village_secretary)
tell() { as "$officer" draw --area "$township" --source 双色球2022111期 "$@"; }

refuses draws__are_hidden__from_nobody_known 3 "name who asks with --as NAME: a draw tells what was found" "$louce" draw
refuses draws__are_hidden__from_who_must_not_know 3 "does not see yet" as "$(holder inspector)" draw
does draws__are__none_at_first as "$officer" draw
holds draws__say__that_there_are_none says 'No draw is signed here'
refuses tell__refuses__who_may_not 3 'is signed by' as "$other" draw --area "$township" --source x --day 2022-09-25
refuses tell__refuses__a_village 3 'township by township' as "$officer" draw --area "${township}201" --source x --day 2022-09-25
refuses tell__refuses__a_day_that_is_over 3 'is over, and its numbers are known' tell --day 2022-09-20
refuses tell__refuses__what_is_no_day 3 'is no date' tell --day tomorrow
refuses tell__refuses__a_draw_without_source 3 'which numbered issue' as "$officer" draw --area "$township" --source ' ' --day 2022-09-25
refuses tell__refuses__more_houses_than_there_are 3 'cannot be drawn' tell --day 2022-09-25 --quota 3=4000
refuses tell__refuses__the_lottery_of_today 3 'take an issue of a later day' tell --day 2022-09-24 --quota 3=2
echo '{}' >"$work/hand.json"
refuses draw__is_never__filled_by_hand 3 'never filled by hand' as "$officer" fill "$township" check_draws --data "$work/hand.json"
does tell__signs__what_is_drawn_from tell --day 2022-09-25 --quota 3=2 --spare 2
draw=$(sed -n 's/^Told: draw \([0-9a-f]*\)\..*/\1/p' "$work/out")
as "$officer" draw "$draw" --json >"$work/json"
refuses tell__refuses__another__while_one_waits 3 'waits for the lottery of 2022-09-25' tell --day 2022-09-26 --quota 3=2
holds told__waits__for_the_receipt test "$(field standing)" = told
refuses seed__refuses__what_is_not_received 3 'no county receipt covers yet' as "$officer" draw "$draw" --seed 1
refuses receipt__refuses__another_officer 3 'whose right is for this laptop' as "$officer" draw --receive
does receipt__is_written as "$writer" draw --receive
refuses receipt__refuses__a_second_one 3 'is written already' as "$writer" draw --receive
as "$officer" draw "$draw" --json >"$work/json"
holds told__is__received test "$(field standing)" = received
holds told__has__no_houses_yet grep -q '"houses":\[\]' "$work/json"
# Whoever counts is told of a draw that was not made.
as "$officer" report spotchecks >"$work/out" 2>&1
holds report__says__what_was_told_and_not_made says '1 draws were told and not made yet'
as "$officer" report quality >"$work/out" 2>&1
holds quality__says__what_was_told_and_not_made says '1 draws were told and not made yet'

refuses seed__refuses__who_may_not 3 'is signed by' as "$other" draw "$draw" --seed 03-11-17
refuses seed__refuses__a_draw_that_is_none 3 'no draw whose digits' as "$officer" draw 00000000 --seed 1
refuses seed__refuses__before_the_lottery 3 'cannot be known yet' as "$officer" draw "$draw" --seed 1
LOUCE_CLOCK=1664090000
refuses seed__refuses__an_empty_one 3 'one line of text' as "$officer" draw "$draw" --seed ' '
does seed__draws as "$officer" draw "$draw" --seed '03-11-17-22-28-33+07'
refuses seed__refuses__a_second_one 3 'drawn already' as "$officer" draw "$draw" --seed 1
as "$officer" draw "$draw" --json >"$work/json"
holds seed__is_spelled__in_one_way test "$(field seed)" = '03 11 17 22 28 33 07'
holds draw__waits__for_a_later_receipt test "$(field standing)" = seeded
does receipt__is_written__again as "$writer" draw --receive
does draw__lists__its_houses as "$officer" draw "$draw"
holds draw__is_made__again__the_same says 'Drawn again by receipt and seed: the same houses.'
as "$officer" draw "$draw" --json >"$work/json"
holds draw__stands test "$(field standing)" = stands
holds draw__has__quota_and_spare test "$(grep -o '"building"' "$work/json" | wc -l)" = 4
holds draw__has__two_to_look_at test "$(grep -o '"state":"waits"' "$work/json" | wc -l)" = 2

# Another program draws the same: the first step's id stands where the receipt's does.
cat >"$work/check.py" <<'P'
import hashlib, json, sqlite3, sys

def pae(kind, body):
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(body), body)

drawn = json.load(open(sys.argv[1]))
db = sqlite3.connect(sys.argv[2])
roots = [r for (r,) in db.execute("""SELECT lower(hex(g.root)) FROM building g JOIN value_classification c USING (building)
    WHERE g.done = 1 AND c.conclusion = '3' AND substr(g.division, 1, 9) = ?""", (sys.argv[3],))]

def order(root):
    line = "%s\n%s\n%s\n" % (drawn["draw"], drawn["seed"], root)
    return hashlib.blake2b(pae(b"application/vnd.louce.draw.v1", line.encode()), digest_size=32).digest()

got = [h["building"] for h in drawn["houses"]]
assert len(got) == 4 and got == sorted(roots, key=order)[:4], (got, roots)
P
does draw__follows__the_published_formula python3 "$work/check.py" "$work/json" "$LOUCE_WORKSPACE" "$township"

# ---- the checks
houses=$(tr '{' '\n' <"$work/json" | sed -n 's/.*"building":"\([0-9a-f]*\)".*/\1/p')
# shellcheck disable=SC2086
set -- $houses
three=$1 two=$2 one=$3 four=$4
value() { sql "SELECT v.$2 FROM value_$1 v JOIN building g ON g.building = v.building WHERE lower(hex(g.root)) = '$3'"; }
ls "$work"/d/inbox/*.jpg >"$work/jpgs"
echo "$houses" >"$work/houses"
photo() { sed -n "$(grep -n "$1" "$work/houses" | cut -d : -f 1)p" "$work/jpgs"; } # HOUSE: a picture of its own
check() { # HOUSE STOREYS [PICTURE]
	cat >"$work/check.json" <<J
{"check_draw":"$draw","s_use_class":"$(value registration use_class "$1")","s_floors_main":$2,"s_structure":"$(value registration structure "$1")",
"s_altered":$([ "$(value registration altered "$1")" = 1 ] && echo true || echo false),"s_conclusion":"3","s_photo_good":true}
J
	as "$officer" fill "$1" spotcheck --data "$work/check.json" --photo s_photo="${3-$(photo "$1")}"
}
echo '{}' >"$work/none.json"
refuses check__refuses__who_may_not 3 'is signed by' as "$other" fill "$one" spotcheck --data "$work/none.json"
does check__is_signed__all_right check "$one" "$(value registration floors_main "$one")"
holds check__is_kept test "$(value spotcheck check_draw "$one")" = "$draw"
storeys=$(value registration floors_main "$two")
does check__is_signed check "$two" "$((storeys + 1))"
holds check__keeps__what_the_form_said test "$(value spotcheck then_floors_main "$two")" = "$storeys"
holds check__says__what_is_wrong test "$(value spotcheck check_wrong "$two")" = 2
echo "{\"check_draw\":\"$draw\",\"check_unreached\":\"2\"}" >"$work/unreached.json"
does check__says__that_nobody_got_in as "$officer" fill "$three" spotcheck --data "$work/unreached.json" --photo s_photo="$(photo "$three")"
as "$officer" draw "$draw" >"$work/out"
holds draw__says__what_was_wrong says 'wrong: Storeys'
holds draw__says__what_was_not_reached says 'could not be looked at'
as "$officer" draw "$draw" --json >"$work/json"
holds replacement__was_looked_at grep -q '"rank":3,"state":"done"' "$work/json"
holds last__is_spare grep -q '"rank":4,"state":"spare"' "$work/json"
echo '{"check_draw":"nothing"}' >"$work/bad.json"
refuses check__refuses__what_is_no_draw 3 'check_draw' as "$officer" fill "$four" spotcheck --data "$work/bad.json"

# ---- the score
as "$officer" report spotchecks --format csv >"$work/out" 2>&1
sed 's/^/# /' "$work/out"
holds report__counts__the_storeys grep -qE '^县,全部,层数,[12],2,(50|100)' "$work/out"
holds report__has__an_interval grep -qE '^乡镇,[^,]*,全部,[0-9]+,12,' "$work/out"
as "$officer" report spotchecks >"$work/out" 2>&1
holds report__says__how_many_were_not_reached says 'To be looked at: 2 drawn houses; 1 could not be'

# ---- back to the village
owes() { sql "SELECT count(*) FROM due d JOIN building g USING (building) WHERE d.form = 'spot_answer' AND lower(hex(g.root)) = '$1'"; }
holds village__owes__an_answer test "$(owes "$two")" = 1
holds village__owes__nothing_elsewhere test "$(owes "$three")" = 0
holds finding__is_a_day test "$(sql "SELECT day FROM due WHERE form = 'spot_answer' LIMIT 1")" = 2022-09-28
echo '{"answer_kind":"1"}' >"$work/answer.json"
"$louce" key new Clerk --passphrase-file "$work/pass" >"$work/out" 2>&1
"$louce" request Clerk --role township_clerk --area "$township" --passphrase-file "$work/pass" >"$work/request" 2>&1
does clerk__is_given__the_right as "$officer" issue "$(sed -n 's/^    \([0-9a-f ]*\)$/\1/p' "$work/request")"
village=Clerk
refuses answer__refuses__photos_alone_where_more_differs 3 'More than photos differs' as "$village" fill "$two" spot_answer --data "$work/answer.json" --photo answer_photo="$(photo "$two")"
echo '{"answer_kind":"2","answer_why":"9月25日两人到现场核对"}' >"$work/answer.json"
echo "detail 2 7901 $LOUCE_CLOCK $work/answer.jpg" | "${LOUCE_BUILD:-.}/tests/support/pictures" >/dev/null
does answer__is_signed as "$village" fill "$two" spot_answer --data "$work/answer.json" --photo answer_photo="$work/answer.jpg"
holds answer__keeps__what_was_found sh -c "sqlite3 '$LOUCE_WORKSPACE' 'SELECT spot_said FROM value_spot_answer' | grep -q '主体层数：抽查$((storeys + 1))，登记$storeys。'"
holds village__owes__nothing_more test "$(owes "$two")" = 0
# Looked at once more, and wrong again: asked for again, however often it was answered.
LOUCE_CLOCK=1664176400
echo "detail 2 7902 $LOUCE_CLOCK $work/again.jpg" | "${LOUCE_BUILD:-.}/tests/support/pictures" >/dev/null
does check__is_signed__again check "$two" "$((storeys + 2))" "$work/again.jpg"
holds village__owes__another_answer test "$(owes "$two")" = 1

# ---- rivals
does tell__signs__another_draw tell --day 2022-09-27 --quota 3=2
as "$officer" report spotchecks >"$work/out" 2>&1
holds report__says__that_draws_are_rivals says '2 draws have others about the same township'

# The county's copy elsewhere tells the same of both.
as "$officer" draw --json >"$work/here"
"$louce" export "$work/all.louce" --as "$officer" --passphrase-file "$work/pass" >"$work/out" 2>&1
env -u LOUCE_WORKSPACE "$louce" init device "$work/copy.louce" "$work/all.louce" >"$work/out" 2>&1
as "$officer" draw --json -w "$work/copy.louce" >"$work/there"
holds draws__are_the_same__on_another_machine cmp -s "$work/here" "$work/there"

# ---- drawn again once by each laptop, before anybody counts
again() { sqlite3 "$1" 'SELECT group_concat(same) FROM drawn_again'; }
holds draw__was_drawn_again__as_it_came_in test "$(again "$work/copy.louce")" = 1
holds draw__was_drawn_again__where_it_was_made test "$(again "$LOUCE_WORKSPACE")" = 1
does rebuild__forgets__what_was_drawn_again "$louce" rebuild -w "$work/copy.louce"
holds draw__is_not_proven__then test -z "$(again "$work/copy.louce")"
as "$officer" report spotchecks -w "$work/copy.louce" >"$work/out" 2>&1
holds report__draws_again__before_it_counts test "$(again "$work/copy.louce")" = 1
holds report__counts__what_came_out_the_same says '0 draws do not stand'
sqlite3 "$work/copy.louce" 'UPDATE drawn_again SET same = 0' # as if other houses had come out
refuses verify__draws_again__what_the_file_keeps 3 'other houses came out when it was drawn again, and the same do' "$louce" verify "$work/copy.louce"
as "$officer" report spotchecks -w "$work/copy.louce" >"$work/out" 2>&1
holds report__leaves_out__what_came_out_otherwise says '1 draws do not stand'
as "$officer" draw -w "$work/copy.louce" >"$work/out" 2>&1
holds list__says__what_came_out_otherwise says 'it does not stand: its receipt is not here'
as "$officer" draw "$draw" -w "$work/copy.louce" >"$work/out" 2>&1 # drawn again now
holds draw__stands__when_it_is_drawn_again says 'the same houses'
as "$officer" draw -w "$work/copy.louce" >"$work/out" 2>&1
holds list__says__that_it_stands says 'drawn, and it stands'

# ---- signed by a program that keeps no rule: houses picked by hand
forge() { # VERSION [without]
	rm -rf "$work/forms" && cp -r "$LOUCE_DATADIR/forms" "$work/forms" && chmod -R u+w "$work/forms"
	sed -i "s/^version: .*/version: $1/" "$work/forms/pack.yaml"
	[ $# = 1 ] || sed -i '/^draw: /,/^  checks: /d' "$work/forms/pack.yaml"
	as "$officer" forms publish "$work/forms" --yes >"$work/published" 2>&1
	for endorser in $writer $officer; do
		as "$endorser" endorse "$(sed -n 's/.*endorse \([0-9a-f]*\) .*/\1/p' "$work/published")" --yes
	done
	true
}
forged() { # RECEIPT SEED: what a hand writes, with a house that nobody drew
	printf '{"draw_receipt":"%s","draw_source":"双色球","draw_day":"2022-09-28","draw_spare":0,"draw_strata":[{"draw_stratum":"3","stratum_houses":9,"stratum_hash":"%s","stratum_quota":1}],' "$1" "$1"
	printf '"draw_seed":"%s","drawn_houses":[{"drawn_house":"%s","drawn_from":"3","drawn_rank":1}]}' "$2" "$(printf 'a%.0s' $(seq 64))"
}
standing() { sqlite3 "$LOUCE_WORKSPACE" "SELECT lower(hex(id)) FROM step WHERE body ->> 'kind' = 'check_draws' ORDER BY n DESC LIMIT 1"; }
receipt=$(sql "SELECT body ->> '$.data.draw_receipt' FROM step WHERE body ->> 'kind' = 'check_draws' LIMIT 1")
does forge__publishes__forms_without_a_draw forge 2 without
forged "$(printf 'f%.0s' $(seq 64))" 7 >"$work/forged.json"
does forge__signs__a_receipt_that_is_none as "$officer" fill "$township" check_draws --data "$work/forged.json"
none=$(standing)
forged "$receipt" 7 | sed 's/2022-09-28/2022-09-20/' >"$work/forged.json"
does forge__signs__a_lottery_that_is_over as "$officer" fill "$township" check_draws --data "$work/forged.json"
over=$(standing)
LOUCE_CLOCK=1664348400
forged "$receipt" '7-7' | sed 's/2022-09-28/2022-09-29/' >"$work/forged.json"
does forge__signs__another_spelling as "$officer" fill "$township" check_draws --data "$work/forged.json"
spelled=$(standing)
sed 's/,"draw_seed".*/}/' "$work/forged.json" >"$work/told.json"
does forge__tells__a_hash_of_its_own as "$officer" fill "$township" check_draws --data "$work/told.json"
told=$(standing)
does forge__publishes__the_forms_again forge 3
is() { as "$officer" draw "$1" --json >"$work/json" 2>&1 && test "$(field standing)" = "$2"; }
holds forged__does_not_stand__without_receipt is "$none" differs
holds forged__does_not_stand__of_a_past_lottery is "$over" differs
holds forged__does_not_stand__by_its_spelling is "$spelled" differs
holds forged__is__told is "$told" told
as "$officer" draw >"$work/out" 2>&1
holds draws__say__what_does_not_stand says 'it does not stand: its receipt is not here'
as "$officer" draw "$over" >"$work/out" 2>&1
holds forged__is_shown says 'OTHER houses'
as "$officer" report spotchecks >"$work/out" 2>&1
sed 's/^/# /' "$work/out"
holds report__says__what_does_not_stand says '3 draws do not stand'
does verify__proves__all "$louce" verify "$LOUCE_WORKSPACE"
tap_end
