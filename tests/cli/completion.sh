#!/bin/sh
# What can be typed: louce --words says what --help says, and bash completes by it. Speaks TAP.
. "${LOUCE_SRC:-.}/tests/support/tap.sh"

"$louce" --help | sed -n 's/^  louce \([a-z]*\) .*/\1/p' >"$work/helped"
"$louce" --words >"$work/words"
holds words__name__each_command_of_help sh -c "cut -f 1 '$work/words' | sed 1d | cmp -s - '$work/helped'"
while read -r command; do
	"$louce" "$command" --help | sed -n 's/^  --\([a-z-]*\) .*/--\1/p' | sort -u >"$work/of_help"
	grep -E "^(\*|$command)	" "$work/words" | cut -f 3 | sed 's/--help//; s/-w=//' | tr ' ' '\n' | sed 's/=.*//' | sed '/^$/d' | sort -u >"$work/of_words"
	holds "words__name__each_option_of_help__$command" cmp "$work/of_help" "$work/of_words"
done <"$work/helped"

if ! command -v bash >/dev/null; then
	ok "bash__completes # SKIP no bash"
	tap_end
	exit
fi
# completes NAME WANTED WORD...: the last word begins what is completed.
completes() {
	tap_name=$1 tap_wanted=$2
	shift 2
	# shellcheck disable=SC2016
	bash -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _louce; echo "${COMPREPLY[@]}"' bash \
		"$LOUCE_SRC/packaging/louce.bash" "$louce" "$@" >"$work/out" 2>&1
	echo "$tap_wanted" >"$work/wanted"
	holds "bash__completes__$tap_name" cmp -s "$work/out" "$work/wanted"
}
completes a_command 'report' rep
completes commands_that_begin_alike 'demo decide' de
completes every_command "$(tr '\n' ' ' <"$work/helped" | sed 's/ $//')" ''
completes a_second_word 'import imports' roster im
completes words_that_stand_for_each_other 'same' decide sa
completes an_option '--format' report annex1 --form
completes an_option_of_all '--passphrase-file' report --pas
completes a_value 'csv' report annex1 --format c
completes a_value_behind_a_sign 'pdf' report annex1 --format = p
completes every_value_behind_a_sign 'text csv xlsx pdf html' report annex1 --format =
completes a_command_behind_the_workspace 'verify' -w x.louce veri
completes nothing__where_a_file_is_meant '' verify x
completes nothing__of_what_is_no_command '' nothing --fo
# shellcheck disable=SC2016
holds bash__completes__nothing__without_the_program [ -z "$(bash -c '. "$1"; COMP_WORDS=("$2/none" rep); COMP_CWORD=1; _louce; echo "${COMPREPLY[@]}"' \
	bash "$LOUCE_SRC/packaging/louce.bash" "$work" 2>&1)" ]
tap_end
