#!/bin/sh
# What happens to a county in a year, each story with its one end: a receiver put back from a backup, a secretary who retires, a leader whose third
# laptop never comes back, a house in the wrong village, a new form while villages are away, a correction after
# four signatures, a county that begins with officers on two
# machines, changes them, and receives on a new one. Three levels of laptops that meet only by sticks. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_CLOCK=1662000000
"$demo" "$work/made" --buildings 40 --seed levels >"$work/out" 2>&1 || echo "Bail out! no county"
town=451224100 first=451224100001 second=451224100002 third=451224100003
says() { grep -qF -- "$1" "$work/out"; }
# Each story in a copy of its own.
begin() {
	rm -rf "$work/now" "$work/stick"
	cp -r "$work/made" "$work/now"
	mkdir "$work/stick"
}
# at LAPTOP: the file and the keys of a laptop, the county's or a division's.
at() {
	case $1 in
	county) export LOUCE_WORKSPACE="$work/now/county.louce" LOUCE_HOME="$work/now/home" ;;
	*) export LOUCE_WORKSPACE="$work/now/laptops/$1/$1.louce" LOUCE_HOME="$work/now/laptops/$1/home" ;;
	esac
}
on() { # LAPTOP COMMAND...
	at "$1"
	shift
	"$louce" "$@"
}
by() { # LAPTOP ROLE COMMAND...: by the first person there with that role
	at "$1"
	role=$2
	shift 2
	as "$(holder "$role")" "$@"
}
role_of() { case ${#1} in 9) echo township_clerk ;; 12) echo inspector ;; *) echo county_officer ;; esac; }
# carry FROM TO: a stick, written for whoever is there, and taken in
carry() {
	at "$2"
	to=$(holder "$(role_of "$2")")
	by "$1" "$(role_of "$1")" export "$work/stick/s.louce" --to "$to" >"$work/out" 2>&1 &&
		by "$2" "$(role_of "$2")" import "$work/stick/s.louce" >"$work/out" 2>&1
	carried=$?
	receipt_of
	return $carried
}
# The receipt of what was just taken in, by who receives there.
receipt_of() {
	waits_for=$(sed -n 's/^louce receipt --as "\(.*\)" writes it\.$/\1/p' "$work/out")
	[ -z "$waits_for" ] || as "$waits_for" receipt >/dev/null 2>&1
	rm -f "$work"/stick/*
}
up() { carry "$1" $town && carry $town county; }
down() { carry county $town && carry $town "$1"; }
hash_of() { on "$1" status --area "$2" --json 2>&1 | sed -n 's/.*"state_hash":"\([0-9a-f]\{64\}\)".*/\1/p'; }
is_hash() { [ "$(hash_of "$1" "$2")" = "$3" ] && [ ${#3} -eq 64 ]; }     # LAPTOP AREA HASH
agree() { is_hash "$1" "$3" "$(hash_of "$2" "$3")"; }                     # LAPTOP LAPTOP AREA
sql() { sqlite3 "$LOUCE_WORKSPACE" "$1"; }
waits() { at "$1" && sql "SELECT lower(hex(root)) FROM building WHERE task = 'sign' AND task_name = '$2' AND division LIKE '$3%' LIMIT 1"; } # LAPTOP LEVEL AREA
signed() { on "$1" history "$2" --json | sed -n 's/.*"signed_levels":\([0-9]*\).*/\1/p'; }                                                # LAPTOP HOUSE
newest() { sql 'SELECT lower(hex(id)) FROM step ORDER BY n DESC LIMIT 1'; }
list() { # LAPTOP VILLAGE DOOR OWNER -> $house
	echo "{\"village\":\"$2\",\"group_name\":\"那亮\",\"road\":\"农村道路\",\"door_no\":\"$3\",\"owner_name\":\"$4\",\"_reasons\":[{\"rule\":\"_twin\",\"reason\":\"1\"}]}" >"$work/listing.json"
	by "$1" "$(role_of "$1")" fill --new listing --data "$work/listing.json" >"$work/out" 2>&1
	house=$(sed -n 's/.*building \([0-9a-f]*\)/\1/p' "$work/out")
}
delivered() { on "$1" history "$2" --json >"$work/out" 2>&1 && says '"delivered":true'; } # LAPTOP HOUSE
proves() { on "$1" verify "$LOUCE_WORKSPACE"; }

# ---- the receiver is put back from last week's backup
begin
list $first $first 71 韦建国
does receiver__takes_in__a_week up $first
receiver_week=$house
holds receiver__writes__a_receipt_of_it delivered county "$receiver_week"
cp "$work/now/county.louce" "$work/backup"
cp "$work/now/county.louce.local" "$work/backup.local"
list $first $first 72 韦建军
up $first >/dev/null 2>&1
lost=$house
down $first >/dev/null 2>&1
holds receiver__gave__the_receipt_of_this_week delivered $first "$lost"
cp "$work/backup" "$work/now/county.louce"
cp "$work/backup.local" "$work/now/county.louce.local"
on county history "$lost" >"$work/out" 2>&1
holds receiver__put_back__knows_nothing_of_this_week says "no building"
list $first $first 73 韦建民
carry $first $town >/dev/null 2>&1
at county
by $town township_clerk export "$work/stick/all.louce" --to "$(at county && holder county_officer)" --all >/dev/null 2>&1
does receiver__put_back__takes_all_of_it_again by county county_officer import "$work/stick/all.louce"
by county county_officer import "$work/stick/all.louce" >"$work/out" 2>&1
receipt_of
holds receiver__put_back__has_its_own_receipts_again delivered county "$lost"
holds receiver__put_back__receives_on delivered county "$house"
does receiver__put_back__answers down $first
holds receiver__put_back__is_believed__in_the_village delivered $first "$house"
holds receiver__put_back__agrees__with_the_village agree county $first $first
does receiver__put_back__proves_itself proves county

# ---- a secretary retires: what was signed stays, the next one signs on
begin
at $third
old=$(holder village_secretary)
house=$(waits $third village $third)
does secretary__signs__before_retiring as "$old" sign village "$house"
up $third >/dev/null 2>&1
holds secretary__is_heard__by_the_county [ "$(signed county "$house")" -eq 2 ]
before=$(hash_of county $third)
right=$(sql "SELECT lower(hex(id)) FROM step WHERE body ->> 'kind' = 'credential' AND body ->> '\$.data.person' = '$old'")
does secretary__retires by county county_officer revoke "$right" --reason retired
holds secretary__retired__loses_no_signature [ "$(signed county "$house")" = 2 ]
holds secretary__retired__leaves_the_state is_hash county $third "$before"
down $third >/dev/null 2>&1
at $third
refuses secretary__retired__signs_no_more 3 "revoked" as "$old" withdraw "$(sql "SELECT lower(hex(s.id)) FROM step s JOIN place p USING (n) WHERE p.kind = 'signoff' ORDER BY n DESC LIMIT 1")"
"$louce" key new Neu --passphrase-file "$work/pass" >/dev/null
"$louce" request Neu --role village_secretary --area $third --passphrase-file "$work/pass" >"$work/request" 2>&1
code=$(sed -n 's/^    \([0-9a-f ]*\)$/\1/p' "$work/request")
as Neu export "$work/stick/asks.louce" >/dev/null 2>&1
by county county_officer import "$work/stick/asks.louce" >/dev/null 2>&1
does secretary__is_followed__by_another by county county_officer issue "$code"
by county county_officer export "$work/stick/gives.louce" --to Neu >/dev/null 2>&1
does secretary__new__gets_the_right on $third import "$work/stick/gives.louce"
holds secretary__of_before__still_counts [ "$(signed $third "$house")" -eq 2 ]
does leader__signs__behind_who_retired by $third liaison_leader sign liaison "$house"
does secretary__retired__agrees up $third
holds secretary__retired__agrees__with_the_county agree county $third $third

# ---- the same, told to an officer who may not write the county's receipt, of signatures that no receipt covers
begin
at $third
old=$(holder village_secretary)
house=$(waits $third village $third)
as "$old" sign village "$house" >"$work/out" 2>&1
carry $third $town >/dev/null 2>&1
at county
office=$(holder county_officer)
other=$(sql "SELECT DISTINCT body ->> '\$.data.person' FROM step WHERE body ->> 'kind' = 'credential' AND body ->> '\$.data.role' = 'county_officer'" |
	grep -f "$work/keys_here" | grep -vxF "$office" | head -n 1)
by $town township_clerk export "$work/stick/s.louce" --to "$office" >"$work/out" 2>&1
on county import "$work/stick/s.louce" >"$work/out" 2>&1
holds secretary__is_heard__without_a_receipt [ "$(signed county "$house")" -eq 2 ]
before=$(hash_of county $third)
right=$(sql "SELECT lower(hex(id)) FROM step WHERE body ->> 'kind' = 'credential' AND body ->> '\$.data.person' = '$old'")
does secretary__retires__by_an_officer_without_receipts as "$other" revoke "$right" --reason retired
holds secretary__retired_so__loses_no_signature [ "$(signed county "$house")" = 2 ]
holds secretary__retired_so__leaves_the_state is_hash county $third "$before"
does secretary__retired_so__is_proven proves county

# ---- a leader signs in three villages on three laptops, and one never comes back
begin
house=$(waits $third village $third)
by $third village_secretary sign village "$house" >"$work/out" 2>&1
up $third >/dev/null 2>&1
at county
"$louce" key new Leader --passphrase-file "$work/pass" >/dev/null
"$louce" request Leader --role liaison_leader --area $first --area $second --area $third --portable --passphrase-file "$work/pass" >"$work/request" 2>&1
by county county_officer issue "$(sed -n 's/^    \([0-9a-f ]*\)$/\1/p' "$work/request")" >/dev/null 2>&1
key=$("$louce" key list --json | tr '{' '\n' | sed -n 's/.*"name":"Leader","path":"\([^"]*\)".*/\1/p')
for village in $first $second $third; do
	down $village >/dev/null 2>&1
	at $village
	cp "$key" "$LOUCE_HOME/keys/"
	house=$(waits $village liaison $village)
	does "leader__signs__in_$village" as Leader sign liaison "$house"
done
holds leader__signed__in_the_last_one [ "$(signed $third "$house")" = 3 ]
does leader__comes_back__from_the_first up $first
does leader__comes_back__from_the_second up $second
at county
of_leader() { sqlite3 "$work/now/county.louce" "SELECT count(*) FROM building WHERE division IN ('$first', '$second', '$third') AND level >= 3"; }
holds leader__counts__where_the_laptop_came_back [ "$(of_leader)" -eq 2 ]
holds leader__is_missing__in_no_log_that_is_here agree county $first $first
does leader__leaves__no_finding proves county
down $first >/dev/null 2>&1
holds leader__of_the_lost_laptop__waits_still [ "$(signed county "$house")" = 2 ]

# ---- a house in the wrong village is listed anew in the right one, and a decision joins the two
begin
list $first $first 81 牙正平
wrong=$house
up $first >/dev/null 2>&1
list $second $second 81 牙正平
right=$house
up $second >/dev/null 2>&1
counted() { on $town status 2>&1 | sed -n 's/^\([0-9]*\) buildings.*/\1/p'; }
were=$(counted)
does wrong_village__is_joined__to_the_right_one by $town township_clerk decide same "$right" "$wrong" --reason "登记错村，按实际所在村重新登记"
holds wrong_village__counts__once [ "$(counted)" -eq $((were - 1)) ]
carry $town county >/dev/null 2>&1
carry $town $first >/dev/null 2>&1
carry $town $second >/dev/null 2>&1
holds wrong_village__agrees__in_the_county agree $town county $town
holds wrong_village__agrees__in_the_first agree $town $first $first
holds wrong_village__agrees__in_the_second agree $town $second $second
does wrong_village__is_parted__by_the_county by county county_officer decide apart "$right" "$wrong" --reason "核实是两栋"
carry county $town >/dev/null 2>&1
holds wrong_village__parted__counts__twice_again [ "$(counted)" -eq "$were" ]

# ---- a new required form, and a question more in one that was filled, while two villages are away for three weeks
begin
away=$(waits $first liaison $first)
at county
mkdir -p "$work/forms"
cp "$LOUCE_DATADIR"/forms/*.yaml "$LOUCE_DATADIR"/forms/*.csv "$work/forms/"
cat >"$work/forms/revisit.yaml" <<Y
form: revisit
label: {zh: 回头看, en: Second visit}
by: [inspector]
after: [classification]
fields:
  - name: revisit_ok
    type: boolean
    label: {zh: 与登记一致, en: As registered}
    required: true
Y
cat >>"$work/forms/registration.yaml" <<Y
  - name: gas_bottled
    type: boolean
    label: {zh: 是否使用瓶装燃气, en: Gas in bottles}
    required: true
    due: plan
    relevant: "survey_state = '2'"
Y
sed -i -e 's/^version: .*/version: 2/' -e 's/^forms: \[listing/&, revisit/' "$work/forms/pack.yaml"
lack() { on "$1" status --area "$2" --json | sed -n 's/.*"with_added_question":\([0-9]*\),.*/\1/p'; } # LAPTOP AREA: houses of which a form lacks an added question
sum() { on "$1" report completeness --area "$2" --format csv 2>&1 | tail -n +2; }
before=$(sum county $town)
refuses new_form__is_not_published__before_it_is_told_how_many_are_asked 3 '"Registration": Gas in bottles (' by county county_officer forms publish "$work/forms"
does new_form__is_published by county county_officer forms publish "$work/forms" --yes
pack=$(newest)
officers=$(sql "SELECT body ->> '\$.data.person' FROM step WHERE body ->> 'kind' = 'credential' AND body ->> '\$.data.role' = 'county_officer' ORDER BY n")
for officer in $officers; do as "$officer" endorse "$pack" --yes >/dev/null 2>&1; done
holds new_form__is_in_force [ "$(sql "SELECT count(*) FROM sqlite_schema WHERE name = 'value_revisit'")" -eq 1 ]
does new_form__reaches__the_third down $third
at county
registered=$(sql "SELECT count(*) FROM value_registration v JOIN building g USING (building) WHERE v.survey_state = '2' AND g.division LIKE '$town%'")
holds added_question__lacks__at_each_house_that_was_registered [ "$(lack county $town)" -eq "$registered" ]
holds added_question__fells__no_signature [ "$(sum county $town)" = "$before" ]
on county due --area $third >"$work/out" 2>&1
holds added_question__is_due__by_its_day grep -q "^2022-09-30 .*inspector\]  added question: Registration: Gas in bottles" "$work/out"
holds added_question__is_due__from_who_registered_and_nobody_else sh -c "! grep 'Registration: Gas in bottles' '$work/out' | grep -v '; who may: [^、]*\$'"
holds added_question__is_counted__by_village [ "$(lack county $third)" -eq "$(sql "SELECT count(*) FROM value_registration v JOIN building g USING (building) WHERE v.survey_state = '2' AND g.division LIKE '$third%'")" ]
at county
# three weeks later
LOUCE_CLOCK=$((LOUCE_CLOCK + 21 * 86400))
does new_form__away__is_signed_as_before by $first liaison_leader sign liaison "$away"
list $second $second 91 陆秀珍
does new_form__away__comes_back up $first
does new_form__away__comes_back_too up $second
holds new_form__takes_nothing__from_what_was_begun [ "$(signed county "$away")" -eq 3 ]
for village in $first $second $third; do
	down $village >/dev/null 2>&1
	holds "new_form__agrees__in_$village" agree county $village $village
done
holds added_question__fells__nothing_that_was_signed_away [ "$(signed $first "$away")" -eq 3 ]
on $first history "$away" >"$work/out" 2>&1
holds added_question__is_asked__of_who_was_away says "-> with an added question: Registration: Gas in bottles"
echo '{"revisit_ok":true}' >"$work/revisit.json"
does new_form__is_filled__by_who_was_away by $first inspector fill "$away" revisit --data "$work/revisit.json"
does new_form__is_carried__to_the_county up $first
holds new_form__agrees__at_the_end agree county $first $first
does new_form__is_proven proves county

# ---- a correction after four signatures: all four sign anew
here=451224204201
mkdir -p "$work/now/laptops/one"
at one
"$demo" "$work/one" --buildings 20 --seed ui --single >"$work/out" 2>&1
rm -rf "$work/now/laptops/one"
cp -r "$work/one" "$work/now/laptops/one"
mv "$work/now/laptops/one/county.louce" "$LOUCE_WORKSPACE"
mv "$work/now/laptops/one/county.louce.local" "$LOUCE_WORKSPACE.local"
house=$(waits one village $here)
sign() { as "$(holder "$2" "${3:-$here}")" sign "$1" "$house"; }
does correction__comes__after_the_village sign village village_secretary
does correction__comes__after_the_leader sign liaison liaison_leader
does correction__comes__after_the_township sign township township_head 451224204
holds correction__comes__after_four [ "$(signed one "$house")" -eq 4 ]
team=$(sql "SELECT c.body ->> '\$.data.person' FROM step s JOIN place p USING (n) JOIN step c ON lower(hex(c.id)) = s.body ->> 'author' WHERE p.kind = 'signoff' AND s.body LIKE '%\"level\":\"team\"%' AND s.body LIKE '%$house%'")
author=$(sql "SELECT c.body ->> '\$.data.person' FROM step c WHERE c.body ->> 'kind' = 'credential' AND c.body ->> '\$.data.role' = 'inspector' AND c.body ->> '\$.data.areas[0]' = '$here' AND c.body ->> '\$.data.person' <> '$team' LIMIT 1")
echo "{\"village\":\"$here\",\"group_name\":\"那烈\",\"road\":\"农村道路\",\"door_no\":\"102\",\"owner_name\":\"韦建国\",\"listed_use\":\"1\"}" >"$work/listing.json"
refuses correction__is_asked_about__where_signatures_fall 3 'these fall, and the house is signed anew: Survey team (' as "$author" fill "$house" listing --data "$work/listing.json"
holds correction__not_agreed_to__leaves_them [ "$(signed one "$house")" -eq 4 ]
does correction__is_signed__by_who_filled as "$author" fill "$house" listing --data "$work/listing.json" --yes
holds correction__leaves__no_signature_standing [ "$(signed one "$house")" -eq 0 ]
on one history "$house" >"$work/out" 2>&1
holds correction__is_told__of_what_was_signed says "signed an older version"
refuses correction__is_not_passed_over__by_a_leader 3 "the level below has not approved this version" sign liaison liaison_leader
does correction__is_approved__by_the_team as "$team" sign team "$house"
does correction__is_approved__by_the_village sign village village_secretary
does correction__is_approved__by_the_leader sign liaison liaison_leader
does correction__is_approved__by_the_township sign township township_head 451224204
holds correction__stands__with_four_again [ "$(signed one "$house")" -eq 4 ]
does correction__is_proven proves one

# ---- three officers on two machines found a county; one loses the key and is replaced
rm -rf "$work/now" "$work/stick"
mkdir -p "$work/now/laptops/other/home" "$work/now/home" "$work/stick"
at other
"$louce" key new Beate --passphrase-file "$work/pass" >/dev/null
key=$("$louce" key list --json | tr '{' '\n' | sed -n 's/.*"name":"Beate","path":"\([^"]*\)".*/\1/p')
at county
"$louce" key new Anton --passphrase-file "$work/pass" >/dev/null
"$louce" key new Carla --passphrase-file "$work/pass" >/dev/null
mkdir -p "$LOUCE_HOME/keys"
cp "$key" "$LOUCE_HOME/keys/" # on a stick, and taken back after the founding
does officers__found__a_county "$louce" init county "$LOUCE_WORKSPACE" --county 451224 --name 东兰县 --officer Anton --officer Beate --officer Carla \
	--threshold 2 --passphrase-file "$work/pass"
does officers__publish__the_forms as Anton forms publish "$LOUCE_DATADIR/forms"
pack=$(newest)
rm "$LOUCE_HOME/keys/$(basename "$key")"
as Anton export "$work/stick/start.louce" >/dev/null 2>&1
at other
does officers__other_machine__is_set_up "$louce" init device "$LOUCE_WORKSPACE" --empty
does officers__other_machine__follows_the_county "$louce" import "$work/stick/start.louce"
does officers__other_machine__endorses as Beate endorse "$pack"
as Beate export "$work/stick/back.louce" >"$work/out" 2>&1
does officers__other_machine__is_heard on county import "$work/stick/back.louce"
holds officers__two_machines__put_a_pack_in_force [ "$(sql "SELECT count(*) FROM sqlite_schema WHERE name = 'value_listing'")" -eq 1 ]
# the key on the other machine is lost, and its owner is replaced
"$louce" key new Dora --passphrase-file "$work/pass" >/dev/null
"$louce" request Dora --role county_officer --area 451224 --issues inspector --portable --passphrase-file "$work/pass" >/dev/null 2>&1
before=$(hash_of county 451224)
awaited() { sed -n 's,.*louce endorse \([0-9a-f]*\) .*,\1,p' "$work/out"; }
does officers__replace__who_lost_the_key as Anton officers --officer Anton --officer Carla --officer Dora --threshold 2
genesis=$(awaited)
refuses officers__new__does_nothing_yet 3 "you may only agree to that" as Dora officers --officer Anton --threshold 1
does officers__new__agrees as Dora endorse "$genesis"
does officers__old__agrees as Carla endorse "$genesis"
holds officers__changed__change_the_state [ "$before" != "$(hash_of county 451224)" ]
refuses endorse__waits__for_nothing_more 3 "does not wait" as Dora endorse "$genesis"
as Anton export "$work/stick/change.louce" >/dev/null 2>&1
does officers__lost_key__hears_it on other import "$work/stick/change.louce"
refuses officers__lost_key__signs_nothing_more 3 "revoked" as Beate export "$work/stick/x.louce"

# the receiver is a new machine
receipts() { sql "SELECT count(*) FROM place WHERE kind = 'receipt'"; }
at county
"$louce" key new Ilse --passphrase-file "$work/pass" >/dev/null
"$louce" request Ilse --role inspector --area 451224204202 --passphrase-file "$work/pass" >"$work/out" 2>&1
as Carla issue "$(sed -n 's/^    \([0-9a-f ]*\)$/\1/p' "$work/out")" >/dev/null 2>&1
were=$(receipts)
does receiver__first_machine__receives as Anton receipt
holds receiver__first_machine__writes_a_receipt [ "$(receipts)" -gt "$were" ]
mkdir -p "$work/now/laptops/new/home/keys"
cp "$work/now/home/keys/"* "$work/now/laptops/new/home/keys/"
at new
does receiver__new_machine__is_set_up "$louce" init device "$LOUCE_WORKSPACE" --empty
does receiver__new_machine__follows "$louce" import "$work/stick/change.louce"
"$louce" request Anton --role county_officer --area 451224 --issues inspector --passphrase-file "$work/pass" >"$work/out" 2>&1
asked=$(sql "SELECT lower(hex(id)) FROM request ORDER BY n DESC LIMIT 1")
does receiver__new_machine__is_named as Dora officers --officer "$asked" --officer Carla --officer Dora --threshold 2 --receive-here
does receiver__new_machine__is_agreed_to as Carla endorse "$(awaited)"
as Carla export "$work/stick/new.louce" >/dev/null 2>&1
at county
does receiver__old_machine__hears_it "$louce" import "$work/stick/new.louce"
"$louce" key new Ines --passphrase-file "$work/pass" >/dev/null
"$louce" request Ines --role inspector --area 451224204201 --passphrase-file "$work/pass" >"$work/out" 2>&1
as Carla issue "$(sed -n 's/^    \([0-9a-f ]*\)$/\1/p' "$work/out")" >/dev/null 2>&1
were=$(receipts)
refuses receiver__old_machine__is_the_receiver_no_more 3 "may sign on another laptop only" as Anton receipt
holds receiver__old_machine__writes_no_receipt [ "$(receipts)" -eq "$were" ]
as Carla export "$work/stick/old.louce" >/dev/null 2>&1
at new
does receiver__new_machine__takes_in as Anton import "$work/stick/old.louce"
holds receiver__new_machine__writes_the_receipt says "County receipt no."
does receiver__new_machine__is_proven proves new
tap_end
