# Completion of louce for bash. What can be typed it asks of the program itself (louce --words: a line a command, from the table of commands), so
# it knows what this louce knows and nothing else.
# shellcheck shell=bash disable=SC2207

_louce() {
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
	local at command='' name words rest names='' seconds='' options='' common='' option
	COMPREPLY=()
	# Bash parts --format=csv into three words.
	case $word in
	=) word='' ;;
	*) [[ $before != = ]] || before=${COMP_WORDS[COMP_CWORD - 2]} ;;
	esac
	# The command is the first word that is neither an option nor the value of one that all commands take.
	for ((at = 1; at < COMP_CWORD; at++)); do
		case ${COMP_WORDS[at]} in
		-w | --workspace | --as | --passphrase-file | --today | --lang) ((at++)) ;;
		-*) ;;
		*) command=${COMP_WORDS[at]} && break ;;
		esac
	done
	while IFS=';' read -r name words rest; do
		case $name in
		'*') common=$rest ;;
		"$command") seconds=$words options=$rest ;;
		*) names+=" $name" ;;
		esac
	done < <("${COMP_WORDS[0]}" --words 2>/dev/null | tr '\t' ';')
	# Behind an option: the values that are known of it, else files.
	for option in $options $common; do
		[[ $option == "$before="* ]] || continue
		COMPREPLY=($(compgen -W "$(tr '|' ' ' <<<"${option#*=}")" -- "$word"))
		[[ ${option#*=} ]] || compopt -o default 2>/dev/null
		return
	done
	if [[ $word == -* ]]; then
		COMPREPLY=($(compgen -W "$(sed 's/=[^ ]*//g' <<<"$options $common")" -- "$word"))
	elif [[ -z $command ]]; then
		COMPREPLY=($(compgen -W "$names" -- "$word"))
	elif [[ $seconds ]] && ((COMP_CWORD == at + 1)); then
		COMPREPLY=($(compgen -W "$seconds" -- "$word"))
	else
		compopt -o default 2>/dev/null
	fi
}
complete -F _louce louce
