# For scripts about the closed loop: a demonstration county, its people, and what is filled and asked again and again. Sourced after tap.sh.
export LOUCE_CLOCK=1664000000 LOUCE_HOME="$work/d/home" LOUCE_WORKSPACE="$work/d/county.louce"
LOUCE_CLOCK=1662000000 "$demo" "$work/d" --buildings 60 --seed ui --single
says() { grep -qF -- "$1" "$work/out"; }
says_not() { ! says "$1"; }
inspector=$(holder inspector) clerk=$(holder township_clerk) head=$(holder township_head) office=$(holder county_officer)
village=$(sqlite3 "$LOUCE_WORKSPACE" "SELECT body ->> '\$.data.areas[0]' FROM step WHERE body ->> 'kind' = 'credential' AND body ->> '\$.data.person' = '$inspector'")
ls "$work"/d/inbox/*.jpg >"$work/jpgs"
taken=0
drawn() { # NUMBER: the picture of that number, which is no other's
	[ -f "$work/drawn$1.jpg" ] || echo "detail 2 $((7000 + $1)) $LOUCE_CLOCK $work/drawn$1.jpg" | "${LOUCE_BUILD:-.}/tests/support/pictures" >"$work/camera"
	echo "$work/drawn$1.jpg"
}
picture() { # the next picture that no house has: of the inbox, and drawn when all of these are taken
	taken=$((taken + 1))
	if [ "$taken" -le "$(grep -c . "$work/jpgs")" ]; then sed -n "${taken}p" "$work/jpgs"; else drawn "$taken"; fi
}
# houses CONCLUSION: the roots of the houses of the village that have it
houses() {
	sqlite3 "$LOUCE_WORKSPACE" "SELECT DISTINCT body ->> 'building' FROM step WHERE body ->> 'kind' = 'classification' AND body ->> '\$.data.conclusion' = '$1' AND body ->> 'area' = '$village' ORDER BY n"
}
# The pictures of the inbox are of the first day, the acts are of later ones: each says why.
days='{"rule":"QR-62J","reason":"5"},{"rule":"QR-62K","reason":"5"},{"rule":"QR-62L","reason":"5"},{"rule":"QR-62M","reason":"5"},{"rule":"QR-62N","reason":"5"},{"rule":"QR-62O","reason":"5"},{"rule":"QR-62P","reason":"5"},{"rule":"QR-62W","reason":"5"},{"rule":"QR-62X","reason":"5"},{"rule":"QR-62Y","reason":"5"},{"rule":"QR-62V","reason":"5"},{"rule":"QR-62D","reason":"5"}'
with_days() { sed "s/\"_reasons\":\[/&$days,/; t; s/}\$/,\"_reasons\":[$days]}/"; } # the values of a form, with these reasons
put() { # WHO HOUSE FORM JSON [PHOTO-FIELD...]
	who=$1 at=$2 form=$3
	echo "$4" | with_days >"$work/data.json"
	shift 4
	set -- $(for field; do echo "--photo $field=$(picture)"; taken=$((taken + 1)); done)
	taken=$((taken + $# / 2))
	as "$who" fill "$at" "$form" --data "$work/data.json" "$@" >"$work/out" 2>&1
}
newest() { sqlite3 "$LOUCE_WORKSPACE" 'SELECT lower(hex(id)) FROM step ORDER BY n DESC LIMIT 1'; }
next_of() { "$louce" due >"$work/due"; grep "$(echo "$1" | cut -c1-8)" "$work/due" | grep '(Hazard)' >"$work/out"; }
is_next() { next_of "$1" && says "$2"; } # HOUSE WHAT
rows_of() { [ "$(grep -c "$1" "$work/out")" -eq "$2" ]; }
owes_nothing() { "$louce" history "$1" --json >"$work/out" && ! sed 's/.*"next":\[//; s/\],"delivered.*//' "$work/out" | grep -q -- "$2"; } # HOUSE PATTERN
still_open() { next_of "$1" && [ -s "$work/out" ]; }
closed() { next_of "$1"; [ ! -s "$work/out" ]; }
fact() { "$louce" history "$1" --json >"$work/out" && says "$2"; }
control='{"control_measures":["1","3"],"control_whole":true,"people_before":3,"people_after":0,"people_in_need":0,"resettled":"1","control_confirmer":"杨德胜","control_check":"1"}'
notice='{"notice_kinds":["1","2"],"notice_no":"东建通2022-1","notice_issuer":"11","notice_until":"2022-09-25","notice_served":"1","notice_to":["1","2"],"notice_by":"'$clerk'、'$inspector'","notice_taken":true}'
appraisal() { echo "{\"appraisal_body\":\"河池市房屋安全鉴定有限公司\",\"appraisal_uscc\":\"91350100M000100Y43\",\"body_listed\":true,\"report_no\":\"$1\",\"site_date\":\"$2\",\"appraisal_date\":\"$2\",\"grade\":\"$3\",\"advice\":\"2\",\"report_floors\":$4,\"report_structure\":\"$5\",\"engineers\":\"韦国强\"$6,\"_reasons\":[{\"rule\":\"QR-56\",\"reason\":\"1\"},{\"rule\":\"QR-56S\",\"reason\":\"1\"}]}"; }
plan='{"plan_person":"韦建国","plan_phone":"13907781234","plan_measures":["3"],"plan_text":"一层东墙钢筋网砂浆面层加固，二层楼板粘钢加固，由持证单位施工","plan_deadline":"2022-12-31","plan_agreed":true,"plan_money":["1"],"control_stays":true}'
name_of() { "$louce" people | sed -n "s/^ *$(echo "$1" | cut -c1-8)  *\([^ ]*\) .*/\1/p" | head -n 1; }
control=$(echo "$control" | sed "s/杨德胜/$(name_of "$inspector")/")
notice=$(echo "$notice" | sed "s/$clerk/$(name_of "$clerk")/; s/$inspector/$(name_of "$inspector")/")
# The first step of the newest slot of a form.
sql_root() { sqlite3 "$LOUCE_WORKSPACE" "SELECT lower(hex(id)) FROM step WHERE body ->> 'building' = '$1' AND body ->> 'kind' = '$2' AND body ->> 'root' IS NULL ORDER BY n DESC LIMIT 1"; }
authors() { sqlite3 "$LOUCE_WORKSPACE" "SELECT DISTINCT c.body ->> '\$.data.person' FROM step s JOIN step c ON lower(hex(c.id)) = s.body ->> 'author' WHERE s.body ->> 'building' = '$1' AND s.body ->> 'kind' = '$2'"; }
# Every level of the survey signs what it did not sign yet. HOUSE
sign_survey() {
	for of in "team:$(authors "$1" photo_check)" "village:$(holder village_secretary)" "liaison:$(holder liaison_leader)" "township:$head"; do
		as "${of#*:}" sign "${of%%:*}" "$1" >"$work/out" 2>&1
	done
	"$louce" history "$1" --json | grep -q '"signed_levels":4'
}
