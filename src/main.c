#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "cli/cli.h"
#include "demo/apart.h"
#include "ui/home/run.h"

/* Locale, then the commands. Chinese is the language of the work: where no locale says otherwise, messages are Chinese when
 * LANGUAGE asks for it. Text is UTF-8 everywhere, so a machine without a UTF-8 locale still gets one. */

static enum status
make_demo(const char *dir, bool (*tell)(void *ctx, const char *what, int64_t done, int64_t all), void *ctx, struct err *err)
{
	const struct demo_ask ask = { .dir = dir, .seed = "1" };

	return demo_county_make_apart(&ask, tell, ctx, err);
}

int
main(int argc, char **argv)
{
	char *locale = path_of(PATH_LOCALE);
	struct cli_screens screens = { 0 };
	const char *set, *unknown = NULL;
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
	set = setlocale(LC_ALL, "");
	/* gettext translates nothing in the C locale; C.UTF-8 is there on every Debian. */
	if (!set || strcmp(setlocale(LC_CTYPE, NULL), "C") == 0 || strcmp(setlocale(LC_CTYPE, NULL), "POSIX") == 0) {
		setlocale(LC_CTYPE, "C.UTF-8");
		if (!getenv("LANGUAGE") || !*getenv("LANGUAGE")) /* no language was chosen: the language of the work */
			setenv("LANGUAGE", "zh_CN", 1);
	}
	if (strcmp(setlocale(LC_MESSAGES, NULL), "C") == 0)
		setlocale(LC_MESSAGES, "C.UTF-8");
	setlocale(LC_NUMERIC, "C");
	bindtextdomain(PACKAGE_TARNAME, locale);
	bind_textdomain_codeset(PACKAGE_TARNAME, "UTF-8");
	textdomain(PACKAGE_TARNAME);
	free(locale);
	mem_watch_mapped(
		_("louce: a file that was open can no longer be read: its stick was pulled out, or it was cut off; put it back, look "
		  "what is done already, and go on\n"));
	if (unknown) {
		cli_warn(_("louce: \"%s\" is no language of louce: --lang zh or --lang en\n"), unknown);
		return EXIT_USAGE;
	}
	code = cli_main(argc, argv, &screens);
	if (screens.wanted) {
		const struct ui_start start = { .workspace = screens.workspace, .lang = cli_lang(), .make_demo = make_demo };

		code = ui_run(&start);
	}
	free(screens.workspace);
	return code;
}
