#!/bin/sh
# Format 1 was never released: its files are refused by every way in, with a sentence, and stay as they are. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"
sqlite3 "$work/old.louce" "PRAGMA application_id = 0x4C4F5543; PRAGMA user_version = 1; CREATE TABLE step (n INTEGER PRIMARY KEY, id BLOB, body TEXT, sig BLOB) STRICT"
was=$(cksum <"$work/old.louce")
said="was written by a louce from before the first release"
refuses verify__refuses__format_1 3 "$said" "$louce" verify "$work/old.louce"
refuses status__refuses__format_1 3 "$said" "$louce" status -w "$work/old.louce"
refuses rebuild__refuses__format_1 3 "$said" "$louce" rebuild -w "$work/old.louce"
refuses init_device__refuses__format_1 3 "$said" "$louce" init device "$work/old.louce"
"$louce" init device "$work/new.louce" --empty >"$work/out" 2>&1
refuses import__refuses__format_1 3 "$said" "$louce" import -w "$work/new.louce" "$work/old.louce"
holds import__took__nothing_of_it [ "$(sqlite3 "$work/new.louce" 'SELECT count(*) FROM step')" -eq 0 ]
holds old_file__stays__as_it_is [ "$(cksum <"$work/old.louce")" = "$was" ]
tap_end
