#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/attr.h"
#include "base/i18n.h"
#include "base/machine/paths.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "demo/apart.h"
#include "ui/home/run.h"

/* Locale, then the commands. Text is UTF-8 everywhere, on pages and from commands, whatever the locale's encoding is; messages need no locale at
 * all. Where neither LANGUAGE nor a locale chooses a language, it is that of the work: Chinese. */

/* The language, as in LANGUAGE; the caller frees. */
static char *
speak(void)
{
	static const char *const utf8[] = { "C.UTF-8", "C.utf8", "zh_CN.UTF-8", "en_US.UTF-8" };
	const char *set = setlocale(LC_ALL, ""), *chosen = getenv("LANGUAGE"), *encoding = nl_langinfo(CODESET);
	bool none = !set || strcmp(setlocale(LC_CTYPE, NULL), "C") == 0 || strcmp(setlocale(LC_CTYPE, NULL), "POSIX") == 0;
	char *languages = mem_strdup(chosen && *chosen ? chosen : none ? "zh_CN" : setlocale(LC_MESSAGES, NULL));

	/* In ASCII: what else this terminal shows right is not known. */
	if (!none && strcmp(encoding, "UTF-8") != 0 && isatty(STDERR_FILENO))
		fprintf(stderr, "louce: this terminal is set to %s, louce writes UTF-8: set it to UTF-8, and LANG=zh_CN.UTF-8\n", encoding);
	if (none || strcmp(encoding, "UTF-8") != 0)
		for (size_t i = 0; i < ARRAY_LEN(utf8) && !setlocale(LC_CTYPE, utf8[i]); i++)
			continue;
	setlocale(LC_NUMERIC, "C");
	return languages;
}

static enum status
make_demo(const char *dir, bool (*tell)(void *ctx, const char *what, int64_t done, int64_t all), void *ctx, struct err *err)
{
	const struct demo_ask ask = { .dir = dir, .seed = "1" };

	return demo_county_make_apart(&ask, tell, ctx, err);
}

/* What was printed may still be on its way: a list that ends at a full disk is no whole list. */
static int
end_output(int code)
{
	int failed = fflush(stdout) == 0 ? 0 : errno;

	if (!failed && !ferror(stdout))
		return code;
	if (!failed) /* an earlier write, and what it failed of is not known any more: one more is asked */
		failed = write(STDOUT_FILENO, "\n", 1) < 0 ? errno : EIO;
	cli_warn(_("louce: what was printed could not be written (%s), and is not whole; what was signed or written to files stands\n"),
		 err_system_words(failed));
	return EXIT_MACHINE;
}

int
main(int argc, char **argv)
{
	char *locale = path_of(PATH_LOCALE);
	struct cli_screens screens = { 0 };
	const char *unknown = NULL;
	struct err err = { 0 };
	char *languages;
	int code;

	for (int i = 1; i + 1 < argc; i++)
		if (strcmp(argv[i], "--lang") == 0) {
			if (strncmp(argv[i + 1], "zh", 2) != 0 && strncmp(argv[i + 1], "en", 2) != 0)
				unknown = argv[i + 1];
			else
				setenv("LANGUAGE", strcmp(argv[i + 1], "zh") == 0 ? "zh_CN" : argv[i + 1], 1);
			memmove(&argv[i], &argv[i + 2], sizeof(*argv) * (size_t)(argc - i - 1));
			argc -= 2;
			break;
		}
	signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is a write that fails, and is said */
	languages = speak();
	if (messages_open(locale, languages, &err))
		cli_warn("louce: %s\n", err.text);
	free(languages);
	free(locale);
	mem_watch_mapped(
		_("louce: a file that was open can no longer be read: its stick was pulled out, or it was cut off; put it back, look "
		  "what is done already, and go on\n"));
	if (unknown) {
		cli_warn(_("louce: \"%s\" is no language of louce: --lang zh or --lang en\n"), unknown);
		return EXIT_USAGE;
	}
	code = end_output(cli_main(argc, argv, &screens));
	if (screens.wanted) {
		const struct ui_start start = { .workspace = screens.workspace, .lang = cli_lang(), .make_demo = make_demo };

		code = ui_run(&start);
	}
	free(screens.workspace);
	return code;
}
