#include "app/session/clock.h"
#include "app/session/division.h"
#include "app/session/keys.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "cli/cli.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"

/* Opening the workspace for a command: which one, who is at the laptop, and which day it is. */

/* A line from the terminal without echo. */
static char *
read_hidden(const char *prompt)
{
	struct termios before, hidden;
	char *line = NULL;
	size_t cap = 0;
	ssize_t len;

	if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &before) != 0)
		return NULL;
	fputs(prompt, stderr);
	setvbuf(stdin, NULL, _IONBF, 0); /* no second copy of it */
	hidden = before;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
	len = getline(&line, &cap, stdin);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	fputc('\n', stderr);
	if (len <= 0) {
		free(line);
		return NULL;
	}
	line[strcspn(line, "\n")] = '\0';
	return line;
}

enum status
cli_passphrase(const char *path, char **out, struct err *err)
{
	struct buf text = { .secret = true };
	enum status status = file_read_any(path, 4096, &text, err);

	if (!status)
		*out = mem_strndup(buf_text(&text), strcspn(buf_text(&text), "\r\n"));
	buf_release(&text);
	return status;
}

/* A passphrase from the next --passphrase-file (the last serves all that follow), or from the terminal. */
static enum status
ask_passphrase(void *ctx, const char *name, char **out, struct err *err)
{
	struct args *args = ctx;
	char *prompt;

	if (args->passphrase_files.count) {
		size_t at = args->passphrase_next < args->passphrase_files.count ? args->passphrase_next++
										 : args->passphrase_files.count - 1;

		return cli_passphrase(args->passphrase_files.items[at], out, err);
	}
	prompt = mem_printf(_("Passphrase of %s: "), name);
	*out = read_hidden(prompt);
	free(prompt);
	return *out ? STATUS_OK : err_set(err, STATUS_DENIED, _("no passphrase was given for \"%s\""), name);
}

struct app_ask
cli_ask(struct args *args)
{
	return (struct app_ask){ ask_passphrase, args };
}

static void
say(const char *sentence)
{
	cli_warn("louce: %s\n", sentence);
}

static void
tell_progress(void *ctx, const char *what, int64_t done, int64_t all)
{
	(void)ctx;
	if (!all)
		fprintf(stderr, "\r%s %" PRId64, what, done);
	else if (done % 500 == 0 || done == all)
		fprintf(stderr, "\r%s %" PRId64 "/%" PRId64 "%s", what, done, all, done == all ? "\n" : "");
}

const struct progress *
cli_progress(void)
{
	static const struct progress progress = { tell_progress, NULL };

	return isatty(STDERR_FILENO) ? &progress : NULL;
}

const char *
cli_workspace(const struct args *args, struct err *err)
{
	const char *path = args->workspace ? args->workspace : getenv("LOUCE_WORKSPACE");

	if (path && *path)
		return path;
	err_set(err, STATUS_INVALID, _("name the workspace with -w FILE, or set LOUCE_WORKSPACE"));
	return NULL;
}

/* A wrong clock stops nobody, but what it dates is wrong. */
static enum status
warn_of_clock(struct app *app, struct err *err)
{
	struct app_clock clock;
	enum status status = app_clock_judge(app, &clock, err);

	if (status)
		return status;
	switch (clock.doubt) {
	case APP_CLOCK_FINE:
		break;
	case APP_CLOCK_BEFORE_LOUCE:
		cli_warn(
			_("louce: this machine's clock says %s, before this louce was made (%s). Say what day it is: --today YYYY-MM-DD, once\n"),
			clock.today, clock.beside);
		break;
	case APP_CLOCK_BEFORE_OWN:
		cli_warn(
			_("louce: this machine's clock says %s, and on %s it was used already. Say what day it is: --today YYYY-MM-DD, once\n"),
			clock.today, clock.beside);
		break;
	case APP_CLOCK_AHEAD:
		cli_warn(
			_("louce: this machine's clock says %s, over a year after all that is known (%s). Say what day it is: --today YYYY-MM-DD, once\n"),
			clock.today, clock.beside);
		break;
	}
	return STATUS_OK;
}

/* A day that --today names and that is unlikely is taken only with --confirm-today. */
static enum status
check_today(const struct args *args, struct app *app, struct err *err)
{
	struct err why = { 0 };
	enum status status = !args->today || args->confirm_today ? STATUS_OK
			     : app				 ? app_clock_check(app, args->today, &why)
								 : clock_check_day(args->today, &why);

	if (status == STATUS_CONFLICT)
		return err_set(err, status, _("%s; with --confirm-today it is taken all the same"), why.text);
	return status ? err_set(err, status, "%s", why.text) : STATUS_OK;
}

/* Keeps the day of --today, and says so where this machine's clock says another. */
static enum status
keep_today(const struct args *args, struct app *app, struct err *err)
{
	struct app_clock clock;
	enum status status = args->today ? check_today(args, app, err) : STATUS_OK;

	if (status || !args->today)
		return status;
	status = app_clock_answer(app, args->today, err);
	if (!status)
		status = app_clock_judge(app, &clock, err);
	if (!status && strcmp(clock.today, clock.machine) != 0)
		cli_warn(_("louce: from now on today is %s in this workspace; this machine says %s. --today YYYY-MM-DD changes it\n"),
			 clock.today, clock.machine);
	return status;
}

enum status
cli_check_today(const struct args *args, struct err *err)
{
	return check_today(args, NULL, err);
}

/* People name places; the acts know digits. */
static char *
area_named(const void *app, const char *text)
{
	return app_has_area(app, text) ? NULL : app_area_named(app, text);
}

void
cli_warn_became(const struct app *app, const char *area)
{
	char now[DIVISION_CODE_LEN + 1];
	char *name;

	pack_area_now(app_pack(app), area, now);
	if (strcmp(now, area) == 0)
		return;
	name = app_place_name(app, area);
	cli_warn(_("louce: %s is %s %s now: this is of that\n"), area, now, name);
	free(name);
}

/* The day of --today: kept by a command that writes, and true for this run alone of one that only reads. */
static enum status
take_today(const struct args *args, bool keep, struct app *app, struct err *err)
{
	enum status status;

	if (keep)
		return keep_today(args, app, err);
	status = check_today(args, app, err);
	return status || !args->today ? status : clock_set_day(args->today, err);
}

static enum status
open_for(struct args *args, enum app_mode mode, bool sign, bool keep, struct app **out, struct err *err)
{
	const char *path = cli_workspace(args, err);
	enum status status;

	if (!path)
		return err->status;
	if (sign && !args->as)
		return err_set(err, STATUS_DENIED, _("name who signs with --as NAME"));
	status = app_open_telling(path, mode, cli_progress(), out, err);
	if (status)
		return status;
	app_set_listener(*out, say);
	args_name_areas(args, "area", area_named, *out);
	status = take_today(args, keep, *out, err);
	if (!status)
		status = warn_of_clock(*out, err);
	if (!status && args->as)
		status = mode == APP_WRITE ? cli_unlock(args, *out, err) : app_key_check(args->as, err);
	if (status) {
		app_close(*out);
		*out = NULL;
	}
	return status;
}

enum status
cli_open(struct args *args, enum app_mode mode, bool sign, struct app **out, struct err *err)
{
	return open_for(args, mode, sign, mode == APP_WRITE, out, err);
}

enum status
cli_open_reading(struct args *args, struct app **out, struct err *err)
{
	return open_for(args, args->as ? APP_WRITE : APP_READ, false, false, out, err);
}

enum status
cli_close_reading(struct app *app, enum status status, struct err *err)
{
	if (!status)
		status = app_trouble(app, err);
	app_close(app);
	return status;
}

enum status
cli_keep_today(const struct args *args, const char *path, struct err *err)
{
	struct app *app = NULL;
	enum status status = args->today ? app_open(path, APP_WRITE, &app, err) : STATUS_OK;

	if (app)
		status = keep_today(args, app, err);
	app_close(app);
	return status;
}

enum status
cli_unlock(struct args *args, struct app *app, struct err *err)
{
	struct app_ask ask = cli_ask(args);

	return app_unlock(app, args->as, &ask, err);
}
