#include <stdlib.h>

#include "app/people/doubts.h"
#include "app/people/people.h"
#include "app/people/request.h"
#include "app/session/person.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cli.h"

/* Asking for a right, and giving it. */

/* A role takes all areas that are named; of several roles each those of its level. */
static enum status
read_rights(const struct app *app, const struct args *args, struct app_request *requests, struct err *err)
{
	const struct texts *roles = arg_list(args, "role"), *areas = arg_list(args, "area"), *issues = arg_list(args, "issues");
	enum status status = STATUS_OK;

	if (roles->count > 1)
		status = app_request_split(app, roles->items, roles->count, areas->items, areas->count, requests, err);
	for (size_t i = 0; i < roles->count; i++) {
		requests[i].person = args->words.items[1];
		requests[i].role = roles->items[i];
		if (roles->count == 1) {
			requests[i].areas = areas->items;
			requests[i].area_count = areas->count;
		}
		requests[i].issues = issues->items;
		requests[i].issue_count = issues->count;
		requests[i].portable = arg_flag(args, "portable");
	}
	return status;
}

static int
run_request(struct args *args)
{
	const struct texts *roles = arg_list(args, "role");
	struct app_request requests[REQUESTS_MOST] = { { 0 } };
	struct app_ask ask = cli_ask(args);
	struct app *app = NULL;
	struct err err = { 0 };
	char codes[REQUESTS_MOST][REQUEST_CODE_LEN + 1];
	enum status status;

	if (args->words.count != 2 || !roles->count)
		return cli_usage(args, _("name the person, the role and the area"));
	if (roles->count > REQUESTS_MOST)
		return cli_usage(args, _("that is more roles than one request takes: ask for the others in a request of their own"));
	args->as = NULL;
	status = cli_open(args, APP_WRITE, false, &app, &err);
	if (!status)
		status = read_rights(app, args, requests, &err);
	if (!status)
		status = roles->count == 1 ? app_request(app, requests, &ask, codes[0], &err)
					   : app_request_all(app, requests, roles->count, &ask, codes, &err);
	for (size_t i = 0; roles->count > 1 && i < roles->count; i++)
		free((void *)(uintptr_t)requests[i].areas);
	if (!status && roles->count == 1)
		cli_print(_("The request is in the file. Read its code to the office that issues it:\n\n    %s\n\n"), codes[0]);
	if (!status && roles->count > 1) {
		cli_print(
			n_("%zu request is in the file. Read its code to the office that issues it (issue --all):\n\n",
			   "%zu requests are in the file. Read the code of one of them to the office that issues them, which gives all (issue --all):\n\n",
			   roles->count),
			roles->count);
		for (size_t i = 0; i < roles->count; i++)
			cli_print("    %s  %s\n", codes[i], app_role_label(app, requests[i].role));
	}
	app_close(app);
	return status ? cli_fail(&err) : EXIT_DONE;
}

/* Names with commas between; caller frees. */
static char *
listed(const struct app_texts *texts)
{
	struct buf list = { 0 };

	for (size_t i = 0; i < texts->count; i++)
		buf_printf(&list, "%s%s", i ? ", " : "", texts->items[i]);
	return list.len ? buf_detach(&list) : mem_strdup("");
}

/* What the office is about to give. */
static void
print_asked(const struct app *app, const struct app_holder *asked)
{
	char device[DEVICE_HEX_LEN + 1], *areas = cli_places(app, &asked->areas), *issues = listed(&asked->issues);

	cli_print(_("%s: %s (%s), %s\n"), asked->name, app_role_label(app, asked->role), asked->role, areas);
	if (asked->portable)
		cli_print(_("  signs on any laptop, with a key on a stick\n"));
	else
		cli_print(_("  signs on one laptop only, number %.8s\n"), device_hex(&asked->device, device));
	if (asked->issues.count)
		cli_print(_("  wants to let sign: %s\n"), issues);
	free(areas);
	free(issues);
}

static enum status
say_asked(const struct app *app, const struct id *request, struct err *err)
{
	struct app_holder asked = { 0 };
	enum status status = app_request_read(app, request, &asked, err);

	if (!status)
		print_asked(app, &asked);
	app_holder_release(&asked);
	return status;
}

static void
print_doubt(const struct request_doubt *doubt)
{
	switch (doubt->kind) {
	case DOUBT_STOLEN:
		cli_warn(_("%s (%s, %s) reported this key as stolen, on a right given by the same hand.\n"), doubt->name, doubt->role,
			 doubt->area);
		return;
	case DOUBT_OTHER:
		cli_warn(_("This key stands under another name or number: %s (%s, %s), number %.8s.\n"), doubt->name, doubt->role,
			 doubt->area, doubt->person);
		break;
	case DOUBT_KEY:
		cli_warn(_("The right of %s (%s, %s) on this same key was taken back.\n"), doubt->name, doubt->role, doubt->area);
		return;
	case DOUBT_NUMBER:
		cli_warn(_("The request bears the number %.8s of %s (%s, %s), who has another key.\n"), doubt->person, doubt->name,
			 doubt->role, doubt->area);
		break;
	case DOUBT_NAME:
		cli_warn(_("There is a %s already (%s, %s), number %.8s.\n"), doubt->name, doubt->role, doubt->area, doubt->person);
		break;
	case DOUBT_LOOKS:
		cli_warn(_("The name looks like that of %s (%s, %s), number %.8s.\n"), doubt->name, doubt->role, doubt->area,
			 doubt->person);
		break;
	case DOUBT_CALLED:
		cli_warn("%s\n", doubt->name);
		return;
	}
	if (doubt->revoked)
		cli_warn(_("That right was taken back.\n"));
}

/* Says what somebody should ask himself; with `sure` that was done. DENIED: it was not. */
static enum status
settle_doubts(struct app *app, const struct id *request, bool sure, struct err *err)
{
	struct request_doubts doubts;
	enum status status = app_request_doubts(app, request, &doubts, err);

	for (size_t i = 0; i < doubts.count; i++)
		print_doubt(&doubts.items[i]);
	if (!status && doubts.count && !sure)
		status = err_set(err, STATUS_DENIED, "%s", _("ask by telephone who this is; if the right is to be given, add --sure"));
	app_request_doubts_release(&doubts);
	return status;
}

/* Gives the right that one request asks for, which is said before. */
static enum status
issue_one(struct app *app, const struct args *args, const struct id *request, struct err *err)
{
	char hex[ID_HEX_LEN + 1];
	struct id credential;
	enum status status = say_asked(app, request, err);

	if (!status)
		status = settle_doubts(app, request, arg_flag(args, "sure"), err);
	if (!status)
		status = app_issue(app, request, &credential, err);
	if (!status)
		cli_print(_("Issued: %s\n"), id_hex(&credential, hex));
	return status;
}

/* What else the same key asks for. */
struct others {
	size_t mine, beyond; /* this person gives it; only somebody with more rights does */
};

/* The other requests of the same key, whose code was heard with it: with --all they are given, too; else they are named, and in any case those that
 * somebody else must give. */
static enum status
issue_others(struct app *app, const struct args *args, const struct app_holder *heard, const struct app_people *asking,
	     struct others *others, struct err *err)
{
	bool all = arg_flag(args, "all");
	enum status status = STATUS_OK;

	for (size_t i = 0; i < asking->count && !status; i++) {
		const struct app_holder *at = &asking->items[i];
		size_t *count = at->mine ? &others->mine : &others->beyond;

		if (id_equal(&at->credential, &heard->credential) || app_holder_kind(at) != HOLDER_ASKS || !app_holder_same_key(at, heard))
			continue;
		if (at->mine && all)
			status = issue_one(app, args, &at->credential, err);
		else if (at->mine && !*count)
			cli_print(_("The same key asks for more; --all gives it too:\n"));
		else if (!at->mine && !*count)
			cli_print(_("The same key asks for what you may not give; who may must issue it:\n"));
		if (!at->mine || !all)
			print_asked(app, at);
		++*count;
	}
	return status;
}

/* The right whose code was heard, and with --all the others of its key: those that are left, where the heard one was given before. */
static enum status
issue_heard(struct app *app, const struct args *args, const struct id *request, struct err *err)
{
	struct app_holder heard = { 0 };
	struct app_people asking = { 0 };
	bool given = false;
	struct others others = { 0 };
	enum status status = app_request_read(app, request, &heard, err);

	if (!status)
		status = app_requests(app, &asking, err);
	if (!status && arg_flag(args, "all"))
		status = app_request_given(app, request, &given, err);
	if (!status && !given)
		status = issue_one(app, args, request, err);
	if (!status)
		status = issue_others(app, args, &heard, &asking, &others, err);
	if (!status && given && !others.mine)
		status = err_set(err, STATUS_CONFLICT,
				 others.beyond ? _("\"%s\" was given all that is yours to give already")
					       : _("\"%s\" was given all that this key asks for already"),
				 heard.name);
	app_people_release(&asking);
	app_holder_release(&heard);
	return status;
}

static int
run_issue(struct args *args)
{
	struct app *app = NULL;
	struct err err = { 0 };
	struct buf code = { 0 };
	struct id request;
	enum status status;

	if (args->words.count < 2)
		return cli_usage(args, _("name the code of the request"));
	for (size_t i = 1; i < args->words.count; i++) /* the groups may be given apart */
		buf_text_add(&code, args->words.items[i]);
	status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status)
		status = app_request_find(app, buf_text(&code), &request, &err);
	if (!status)
		status = issue_heard(app, args, &request, &err);
	app_close(app);
	buf_release(&code);
	return status ? cli_fail(&err) : EXIT_DONE;
}

static const struct command_option request_options[] = {
	{ "role", OPTION_LIST, N_("role in the form pack; of several each takes the areas of its level") },
	{ "area", OPTION_LIST, N_("6, 9 or 12 digits, or the name; may be given several times") },
	{ "portable", OPTION_FLAG, N_("not bound to this laptop") },
	{ "issues", OPTION_LIST, N_("a role it wants to give others; may be given several times, and needs the officers' endorsements") },
	{ 0 },
};

static const struct command_option issue_options[] = {
	{ "all", OPTION_FLAG, N_("all that the key of this request asks for") },
	{ "sure", OPTION_FLAG,
	  N_("somebody of this number or name stands here already, or the name is hardly one, and it was asked who asks") },
	{ 0 },
};

const struct command request_commands[] = {
	{ .name = "request",
	  .usage = N_("request NAME --role ROLE... --area DIGITS... [--portable] [--issues ROLE...]"),
	  .help = N_("ask for a credential"),
	  .example = "louce request 覃海波 --role village_secretary --area 451224204201 -w dong.louce",
	  .options = request_options,
	  .run = run_request },
	{ .name = "issue",
	  .usage = N_("issue CODE --as NAME [--all] [--sure]"),
	  .help = N_("issue the credential that a request asks for"),
	  .example = "louce issue 3f2a 91bc 07d4 e6b8 52c1 9a3f 4e70 d815 --as 韦明",
	  .options = issue_options,
	  .run = run_issue },
	{ 0 },
};
