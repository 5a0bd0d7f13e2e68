#!/bin/sh
# louce doctor: what is wrong with a machine is told with its remedy, what is right is told as well, and nothing is written. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
export LOUCE_STICKS="$work/stick*"
made=$(date -d "$(sed -n 's/^#define LOUCE_DATE "\(.*\)"/\1/p' "$LOUCE_BUILD/config.h")" +%s)
# So many days after the day of this version.
after() { echo $((made + $1 * 86400)); }
# finds NAME CODE STATE SUBJECT TEXT COMMAND...: a line with all three, and the exit code.
finds() {
	tap_name=$1 tap_code=$2 tap_state=$3 tap_subject=$4 tap_text=$5
	shift 5
	"$@" >"$work/out" 2>&1 </dev/null
	tap_got=$?
	if [ $tap_got -eq "$tap_code" ] && grep -E "^$tap_state +$tap_subject +" "$work/out" | grep -qF -- "$tap_text"; then ok "$tap_name"; else
		echo "exit $tap_got, wanted $tap_code, and of $tap_subject $tap_state: $tap_text" >>"$work/out"
		not_ok "$tap_name"
	fi
}
doctor() { "$louce" doctor "$@"; }

# ---- a machine on which nothing was done yet
finds fresh_machine__is_content__about_its_clock 0 fine clock 'by the time of China' doctor
holds fresh_machine__has_nothing_to_mend grep -qx 'Nothing is to be mended.' "$work/out"
for subject in terminal language forms font disk clock keys sticks file; do
	holds "fresh_machine__is_told__about_$subject" grep -qE "^(fine|note) +$subject +." "$work/out"
done
holds fresh_machine__stays_fresh [ ! -e "$LOUCE_HOME" ]
finds no_key__is_told 0 note keys 'What to do: louce key new NAME' doctor
finds no_stick__is_told 0 note sticks 'none is in' doctor
LANGUAGE=zh_CN "$louce" doctor >"$work/out" 2>&1
holds chinese__is_spoken grep -qE '^正常 +时钟 +.*北京时间' "$work/out"
does json__is_printed doctor --json
holds json__names__subject_and_state grep -q '"subject":"keys","state":"note","says":"none is here' "$work/out"
holds json__names__the_remedy grep -q '"mend":"louce key new NAME' "$work/out"
refuses a_word__is_refused 2 'it takes no word but its name' "$louce" doctor now

# ---- the terminal
# on COLUMNS ROWS TERM: a terminal of that size, of that kind.
on() {
	stty="stty cols $1 rows $2"
	TERM=$3 script -qec "$stty; '$louce' doctor" /dev/null </dev/null | tr -d '\r'
}
if command -v script >/dev/null && [ -n "$(on 100 30 xterm 2>/dev/null)" ]; then
	# Its exit code is that of script, which is always 0 behind the pipe.
	finds terminal__is_told__with_its_size 0 fine terminal 'xterm, 100 columns, 30 rows, 8 colours' on 100 30 xterm
	finds terminal__is_too_small 0 WRONG terminal '79 columns and 24 rows are less than the pages need (80 and 24). What to do: make the window larger' on 79 24 xterm
	finds terminal__is_too_low 0 WRONG terminal '80 columns and 23 rows' on 80 23 xterm
	finds terminal__is_large_enough 0 fine terminal '80 columns, 24 rows' on 80 24 xterm
	finds terminal__is_not_known 0 WRONG terminal '(TERM is "nonesuch"), so no page can be shown. What to do: export TERM=' on 100 30 nonesuch
	finds terminal__is_no_path 0 WRONG terminal '(TERM is "../x/xterm")' on 100 30 ../x/xterm
	finds terminal__has_no_colours 0 note terminal 'without colours' on 100 30 vt100
	NO_COLOR=1 && export NO_COLOR
	finds terminal__shows_none_of_its_colours 0 note terminal 'without colours' on 100 30 xterm
	unset NO_COLOR
	LOUCE_ASCII=1 && export LOUCE_ASCII
	finds terminal__draws_lines_with_letters 0 note terminal 'LOUCE_ASCII is set' on 100 30 xterm
	unset LOUCE_ASCII
	finds console__has_no_han 0 WRONG font 'the console of Linux shows no Han characters. What to do: open louce in a window' on 100 30 linux
else
	ok "terminal__is_told # SKIP no script(1)"
fi
# ---- what was installed with the program
finds data__is_told 0 fine forms 'they are in' doctor
finds data__is_not_there 1 WRONG forms "the forms are not in $work/nowhere/forms, and the Chinese messages are not in $work/nowhere/locale. What to do: unset LOUCE_DATADIR" env LOUCE_DATADIR="$work/nowhere" "$louce" doctor
mkdir -p "$work/half/forms" && cp "$LOUCE_DATADIR"/forms/* "$work/half/forms"
finds catalogue__is_not_there 1 WRONG forms "the Chinese messages are not in $work/half/locale" env LOUCE_DATADIR="$work/half" "$louce" doctor

# ---- the locale
finds locale__is_not_installed 0 note language '"xx_XX.UTF-8" is not installed here' env LC_ALL=xx_XX.UTF-8 "$louce" doctor
finds locale__is_plain 0 fine language 'UTF-8' env LC_ALL=C "$louce" doctor

# ---- the clock
finds clock__is_behind 1 WRONG clock 'it says 2001-09-09 09:46, before this louce was made' env LOUCE_CLOCK=1000000000 "$louce" doctor
holds clock__is_behind__and_can_be_set grep -q "What to do: set it in the settings of the desktop, or as root: date -s" "$work/out"
holds clock__is_behind__and_that_is_all grep -qx '1 thing is to be mended.' "$work/out"
finds clock__is_ahead 1 WRONG clock 'over a year after all that is known here' env LOUCE_CLOCK="$(after 370)" "$louce" doctor

# ---- keys
does key__is_made "$louce" key new Anna --passphrase-file "$work/pass"
finds key__is_told 0 fine keys '1 person can sign here' doctor
chmod 755 "$LOUCE_HOME/keys"
finds keys__are_open_to_others 1 WRONG keys "others on this machine can look into \"$LOUCE_HOME/keys\". What to do: chmod 700" doctor
chmod 700 "$LOUCE_HOME/keys"
echo 'louce key 9' >"$LOUCE_HOME/keys/broken.key"
finds key__is_damaged 1 WRONG keys 'a key does not open: ' doctor
rm "$LOUCE_HOME/keys/broken.key"

# ---- a file
LOUCE_CLOCK=$(after 100) LOUCE_HOME=$work/d/home && export LOUCE_CLOCK LOUCE_HOME
does demo__is_made "$demo" "$work/d" --buildings 12 --single
file=$work/d/county.louce
finds file__is_whole 0 fine file "\"$file\" is whole: " doctor -w "$file"
listing() { find "$work/d" -printf '%p %s %T@ %m\n' | sort; find "$work/d" -type f -exec cksum {} + | sort; }
listing >"$work/before"
doctor -w "$file" >/dev/null 2>&1
listing >"$work/after"
holds nothing__is_written cmp "$work/before" "$work/after"
LOUCE_WORKSPACE=$file && export LOUCE_WORKSPACE
finds file__is_taken__from_where_it_is_named 0 fine file "\"$file\" is whole" doctor
unset LOUCE_WORKSPACE
printf '%s' "$file" >"$LOUCE_HOME/workspace"
finds file__is_the_one__opened_last 0 fine file "\"$file\" is whole" doctor
# Something that no receipt covers yet.
officer=$(LOUCE_WORKSPACE=$file holder county_officer)
village=$(sqlite3 "$file" "SELECT division FROM building WHERE division IS NOT NULL LIMIT 1")
"$louce" key new Neu --passphrase-file "$work/pass" >"$work/out" 2>&1
"$louce" request Neu --role inspector --area "$village" -w "$file" --passphrase-file "$work/pass" >"$work/out" 2>&1
code=$(sed -n 's/^    \([0-9a-f ]*\)$/\1/p' "$work/out")
does right__is_given env LOUCE_CLOCK="$(after 200)" "$louce" issue "$code" -w "$file" --as "$officer" --passphrase-file "$work/pass"
# One of the officers may write receipts on this laptop.
for officer in $("$louce" key list --json | tr ',{' '\n\n' | sed -n 's/^"person":"\([0-9a-f]*\)"$/\1/p'); do
	LOUCE_CLOCK=$(after 200) "$louce" receipt -w "$file" --as "$officer" --passphrase-file "$work/pass" >"$work/out" 2>&1
	! grep -q 'County receipt no. 1 is written' "$work/out" || break
done
holds receipt__is_written grep -q 'County receipt no. 1 is written' "$work/out"
does export__is_made "$louce" export "$work/stick.louce" -w "$file" --as "$officer" --passphrase-file "$work/pass"
finds clock__is_behind__a_receipt 1 WRONG clock "and the newest county receipt is of $(TZ=Asia/Shanghai date -d "@$(after 200)" +%F)" env LOUCE_CLOCK="$(after 190)" "$louce" doctor
finds clock__is_right__beside_a_receipt 0 fine clock 'by the time of China' env LOUCE_CLOCK="$(after 560)" "$louce" doctor
LOUCE_CLOCK=$(after 201)
finds file__is_not_there 1 WRONG file 'none.louce" is not there. What to do: put in the stick' doctor -w "$work/none.louce"
finds file__is_no_workspace 1 WRONG file 'pass"' doctor -w "$work/pass"
finds file__is_an_export 1 WRONG file 'stick.louce"' doctor -w "$work/stick.louce"
cp "$file" "$work/copy.louce"
finds file__is_from_elsewhere 1 WRONG file 'came from elsewhere' doctor -w "$work/copy.louce"
: >"$file-journal"
finds file__is_being_written 0 note file 'an act is under way, or was cut off; it was not looked at' doctor
rm "$file-journal"
mv "$file.local" "$work/away.local"
finds file__lost_its_notes 0 note file 'the notes of this laptop beside the file are gone' doctor
mv "$work/away.local" "$file.local"
cp "$file" "$work/kept.louce"
sqlite3 "$file" 'CREATE TABLE stranger (x)'
finds file__was_altered 1 WRONG file 'louce rebuild' doctor
cp "$work/kept.louce" "$file"
pages=$(($(stat -c %s "$file") / 4096))
dd if=/dev/zero of="$file" bs=4096 seek=$((pages / 3)) count=$((pages / 3)) conv=notrunc 2>/dev/null
finds file__is_damaged 1 WRONG file 'What to do: copy it away as it is' doctor
cp "$work/kept.louce" "$file"
sqlite3 "$file" "UPDATE derived SET version = 1"
cp "$file" "$work/other.louce"
finds file__is_of_another_version 0 note file 'was made by another version of louce; it is made anew when it is opened' doctor
holds file__of_another_version__stays_so cmp "$file" "$work/other.louce"

# ---- disks and sticks: in folders that this test mounts
if unshare --mount true 2>/dev/null; then
	# inside OPTIONS: a little disk for the home, mounted so; then the doctor
	cat >"$work/inside" <<'INSIDE'
mkdir -p "$1/small/keys" && mount -t tmpfs -o "$2" none "$1/small" && shift 2 && { [ $# -eq 0 ] || mount "$@"; } && LOUCE_HOME="$SMALL" exec "$LOUCE" doctor
INSIDE
	export LOUCE="$louce" SMALL="$work/small"
	unset LOUCE_CLOCK
	inside() { unshare --mount --propagation private sh "$work/inside" "$work" "$@"; }
	finds disk__is_full 1 WRONG disk 'only 8 MiB are free' inside size=8m
	finds disk__is_nearly_full 0 note disk '200 MiB are free' inside size=200m
	finds disk__holds_no_more_files 1 WRONG disk 'holds as many files as it can. What to do: delete what is not needed' inside size=700m,nr_inodes=20
	finds disk__is_for_reading_alone 1 WRONG disk 'is mounted for reading alone: nothing can be signed there' inside size=700m -o remount,ro "$work/small"
	LOUCE_STICKS=$work/small
	finds stick__is_told 0 fine sticks 'small" can be written, 700 MiB are free' inside size=700m
	finds stick__is_full 1 WRONG sticks 'only 8 MiB are free' inside size=8m
	finds stick__is_for_reading_alone 1 WRONG sticks 'can be read and not written. What to do: move its lock' inside size=700m -o remount,ro "$work/small"
else
	ok "disk__is_full # SKIP no right to mount"
fi
if [ "$(id -u)" -ne 0 ]; then
	mkdir "$work/closed" && chmod 500 "$work/closed"
	finds disk__is_somebody_elses 1 WRONG disk 'you may not write in' env LOUCE_HOME="$work/closed/home" "$louce" doctor
else
	ok "disk__is_somebody_elses # SKIP root may write everywhere"
fi
tap_end
