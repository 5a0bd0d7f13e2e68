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
	printf("%.8s  %s%s%s\n", key->person, key->name, key->portable ? _("  (portable)") : "",
	       key->demo ? _("  (demonstration)") : "");
	return true;
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
		return app_each_key(print_key, NULL, &err) ? cli_fail(&err) : EXIT_DONE;
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

int
cmd_endorse(struct args *args)
{
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status;

	if (args->words.count != 2)
		return cli_usage(args, _("name the step by the first digits of its number"));
	status = cli_open(args, APP_WRITE, true, &app, &err);
	if (!status)
		status = app_endorse(app, args->words.items[1], &err);
	app_close(app);
	return status ? cli_fail(&err) : EXIT_DONE;
}
