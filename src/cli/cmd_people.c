#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "cli/cli.h"

/* init, key, request, issue, endorse */

int
cmd_init(struct args *args)
{
	struct app_ask ask = cli_ask(args);
	char *forms = path_of(PATH_FORMS);
	struct err err = { 0 };
	enum status status;
	int code = EXIT_DONE;

	if (args->words.count == 3 && strcmp(args->words.items[1], "device") == 0) {
		status = app_init_device(args->words.items[2], &err);
		if (!status)
			printf(_("This laptop is now a device of \"%s\".\n"), args->words.items[2]);
	} else if (args->words.count == 3 && strcmp(args->words.items[1], "county") == 0 && args->values[0] && args->values[1]) {
		struct app_county county = {
			.path = args->words.items[2],
			.county = args->values[0],
			.name = args->values[1],
			.officers = args->lists[2].items,
			.officer_count = args->lists[2].count,
			.threshold = args->values[3] ? atoi(args->values[3]) : (int)args->lists[2].count,
			.forms = args->values[4] ? args->values[4] : forms,
		};

		status = app_init_county(&county, &ask, &err);
		if (!status)
			printf(_("The workspace \"%s\" is founded. Next: louce forms publish %s -w %s --as \"%s\"\n"), county.path,
			       county.forms, county.path, county.officers[0]);
	} else {
		free(forms);
		return cli_usage(args, _("say whether a county or a device, and name its file"));
	}
	if (status)
		code = cli_fail(&err);
	free(forms);
	return code;
}

static bool
print_key(const struct app_key *key, void *ctx)
{
	(void)ctx;
	printf("%.8s  %s%s%s\n", key->person, key->name, key->portable ? _("  (portable)") : "", key->demo ? _("  (demonstration)") : "");
	return true;
}

static bool
add_key(const struct app_key *key, void *ctx)
{
	struct value item = value_object();

	value_set_text(&item, "person", key->person);
	value_set_text(&item, "name", key->name);
	value_set_text(&item, "path", key->path);
	value_set_take(&item, "portable", value_boolean(key->portable));
	value_set_take(&item, "demo", value_boolean(key->demo));
	value_append_take(ctx, item);
	return true;
}

static int
print_keys(const struct args *args)
{
	struct value keys = value_list();
	struct err err = { 0 };
	enum status status = args->json ? app_each_key(add_key, &keys, &err) : app_each_key(print_key, NULL, &err);

	if (!status && args->json)
		cli_print_json(&keys);
	value_release(&keys);
	return status ? cli_fail(&err) : EXIT_DONE;
}

static int
print_requests(struct args *args)
{
	struct value people = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };

	if (cli_open(args, APP_READ, false, &app, &err) || app_people(app, &people, &err)) {
		app_close(app);
		return cli_fail(&err);
	}
	if (args->json)
		cli_print_json(&people);
	for (size_t i = 0; i < people.list.count && !args->json; i++) {
		const struct value *item = &people.list.items[i];

		if (value_get_boolean(item, "request", false))
			printf("%s  %s  %s\n", value_get_text(item, "code"), value_get_text(item, "name"), value_get_text(item, "role"));
	}
	value_release(&people);
	app_close(app);
	return EXIT_DONE;
}

static char *
read_passphrase(const char *path, struct err *err)
{
	struct buf text = { 0 };

	if (file_read(path, 4096, &text, err)) {
		buf_release(&text);
		return NULL;
	}
	text.len = strcspn(buf_text(&text), "\r\n");
	if (text.data)
		text.data[text.len] = '\0';
	return buf_detach(&text);
}

static int
change_key(struct args *args)
{
	struct app_ask ask = cli_ask(args);
	struct err err = { 0 };
	char *old = NULL, *fresh = NULL;
	int code = EXIT_DONE;

	old = ask.passphrase(ask.ctx, args->words.items[2]);
	fresh = args->values[1] ? read_passphrase(args->values[1], &err) : ask.passphrase(ask.ctx, args->words.items[2]);
	if (!old || !fresh)
		err_set(&err, STATUS_DENIED, "%s", *err.text ? err.text : _("no passphrase was given"));
	if (!old || !fresh || app_key_change(args->words.items[2], old, fresh, &err))
		code = cli_fail(&err);
	free(old);
	free(fresh);
	return code;
}

int
cmd_key(struct args *args)
{
	const char *what = args->words.count > 1 ? args->words.items[1] : "";
	char person[33], *passphrase = NULL, *generated = NULL;
	struct err err = { 0 };
	enum status status;

	if (strcmp(what, "list") == 0)
		return print_keys(args);
	if (strcmp(what, "requests") == 0)
		return print_requests(args);
	if (strcmp(what, "change") == 0 && args->words.count == 3)
		return change_key(args);
	if (strcmp(what, "new") != 0 || args->words.count != 3)
		return cli_usage(args, _("say new, list, change or requests"));
	if (args->passphrase_files.count) {
		passphrase = read_passphrase(args->passphrase_files.items[0], &err);
		if (!passphrase)
			return cli_fail(&err);
	}
	status = app_key_new(args->words.items[2], args->flags[0], passphrase, &generated, person, &err);
	free(passphrase);
	if (status)
		return cli_fail(&err);
	printf(_("A key for %s is made; the person's number is %.8s.\n"), args->words.items[2], person);
	if (generated)
		printf(_("The passphrase, shown this once; write it down and keep it apart from the laptop:\n\n    %s\n\n"), generated);
	free(generated);
	return EXIT_DONE;
}

int
cmd_request(struct args *args)
{
	struct app_request request = { .role = args->values[0],
				       .areas = args->lists[1].items,
				       .area_count = args->lists[1].count,
				       .issues = args->lists[3].items,
				       .issue_count = args->lists[3].count,
				       .portable = args->flags[2] };
	struct app_ask ask = cli_ask(args);
	struct app *app = NULL;
	struct err err = { 0 };
	char code[40];
	enum status status;

	if (args->words.count != 2 || !request.role)
		return cli_usage(args, _("name the person, the role and the area"));
	request.person = args->words.items[1];
	args->as = NULL;
	status = cli_open(args, APP_WRITE, false, &app, &err);
	if (!status)
		status = app_request(app, &request, &ask, code, &err);
	app_close(app);
	if (status)
		return cli_fail(&err);
	printf(_("The request is in the file. Read its code to the office that issues it:\n\n    %s\n\n"), code);
	return EXIT_DONE;
}

int
cmd_issue(struct args *args)
{
	char hex[ID_HEX_LEN + 1];
	struct app *app = NULL;
	struct err err = { 0 };
	struct buf code = { 0 };
	struct id credential;
	enum status status;

	if (args->words.count < 2)
		return cli_usage(args, _("name the code of the request"));
	for (size_t i = 1; i < args->words.count; i++) /* the groups may be given apart */
		buf_text_add(&code, args->words.items[i]);
	status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status)
		status = app_issue(app, buf_text(&code), &credential, &err);
	app_close(app);
	buf_release(&code);
	if (status)
		return cli_fail(&err);
	printf(_("Issued: %s\n"), id_hex(&credential, hex));
	return EXIT_DONE;
}

/* ---- officers */

static void
print_waiting(const struct value *line)
{
	const char *kind = value_get_text(line, "kind"), *name = value_get_text(line, "name"), *at = value_get_text(line, "at"),
		   *by = value_get_text(line, "by");
	const struct value *officers = value_get_list(line, "officers");

	printf("%.16s  %s  %s  ", value_get_text(line, "step"), at ? at : "", by ? by : "?");
	if (strcmp(kind, "pack") == 0)
		printf(_("form pack %s, version %" PRId64), value_get_text(line, "pack"), value_get_integer(line, "version", 0));
	else if (strcmp(kind, "credential") == 0)
		printf(_("%s may give others the right to sign"), name);
	else if (strcmp(kind, "revocation") == 0)
		printf(_("the right of %s is taken back"), name ? name : "?");
	else
		printf(_("new officers, %" PRId64 " must agree:"), value_get_integer(line, "threshold", 0));
	for (size_t i = 0; officers && i < officers->list.count; i++)
		printf(" %s", officers->list.items[i].text);
	printf(_("  (%" PRId64 " of %" PRId64 " agreed)"), value_get_integer(line, "have", 0), value_get_integer(line, "need", 0));
	if (officers)
		printf(_("  (of the new ones %" PRId64 " of %" PRId64 ")"), value_get_integer(line, "have_new", 0),
		       value_get_integer(line, "need_new", 0));
	putchar('\n');
}

static int
list_waiting(struct args *args)
{
	struct value waiting = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status = cli_open(args, APP_READ, false, &app, &err);

	if (!status)
		status = app_waiting(app, &waiting, &err);
	app_close(app);
	if (status)
		return cli_fail(&err);
	if (args->json)
		cli_print_json(&waiting);
	for (size_t i = 0; i < waiting.list.count && !args->json; i++)
		print_waiting(&waiting.list.items[i]);
	value_release(&waiting);
	return EXIT_DONE;
}

int
cmd_endorse(struct args *args)
{
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status;

	if (args->words.count == 1)
		return list_waiting(args);
	if (args->words.count != 2)
		return cli_usage(args, _("name the step by the first digits of its number"));
	status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status)
		status = app_endorse(app, args->words.items[1], &err);
	app_close(app);
	return status ? cli_fail(&err) : EXIT_DONE;
}

int
cmd_officers(struct args *args)
{
	struct app_officers ask = { .officers = args->lists[0].items,
				    .officer_count = args->lists[0].count,
				    .receive_here = args->flags[2] };
	struct value waiting = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	char hex[ID_HEX_LEN + 1];
	bool waits = false;
	struct id step;
	enum status status;

	if (args->words.count != 1 || !ask.officer_count)
		return cli_usage(args, _("name the officers"));
	ask.threshold = args->values[1] ? atoi(args->values[1]) : (int)ask.officer_count;
	status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status)
		status = app_new_officers(app, &ask, &step, &err);
	if (!status)
		status = app_waiting(app, &waiting, &err);
	app_close(app);
	if (status)
		return cli_fail(&err);
	id_hex(&step, hex);
	for (size_t i = 0; i < waiting.list.count; i++)
		waits |= strcmp(value_get_text(&waiting.list.items[i], "step"), hex) == 0;
	if (waits)
		printf(_("Written, and without effect until enough officers of before and of after agree: louce endorse %.16s --as OFFICER\n"),
		       hex);
	else
		printf(_("The new officers are in force.\n"));
	value_release(&waiting);
	return EXIT_DONE;
}
