#include <stdio.h>
#include <stdlib.h>

#include "app/machine/doctor.h"
#include "base/attr.h"
#include "base/i18n.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/json.h"

/* What is wrong with this machine, a line each. */

static void
print_padded(const char *text, size_t cells)
{
	printf("%s%*s", text, (int)(text_cells(text) < cells ? cells - text_cells(text) : 0) + 2, "");
}

static void
print_findings(const struct doctor *doctor)
{
	const char *states[] = { [DOCTOR_FINE] = _("fine"), [DOCTOR_NOTE] = _("note"), [DOCTOR_WRONG] = _("WRONG") };
	size_t state_cells = 0, subject_cells = 0;

	for (size_t i = 0; i < ARRAY_LEN(states); i++)
		state_cells = text_cells(states[i]) > state_cells ? text_cells(states[i]) : state_cells;
	for (size_t i = 0; i < doctor->count; i++) {
		size_t cells = text_cells(doctor_subject(doctor->items[i].subject));

		subject_cells = cells > subject_cells ? cells : subject_cells;
	}
	for (size_t i = 0; i < doctor->count; i++) {
		const struct doctor_finding *finding = &doctor->items[i];

		print_padded(states[finding->state], state_cells);
		print_padded(doctor_subject(finding->subject), subject_cells);
		if (finding->mend)
			cli_print(_("%s. What to do: %s\n"), finding->says, finding->mend);
		else
			cli_print("%s\n", finding->says);
	}
}

static int
run_doctor(struct args *args)
{
	const char *workspace = args->workspace ? args->workspace : getenv("LOUCE_WORKSPACE");
	struct doctor doctor;
	size_t wrong;

	doctor_look(workspace && *workspace ? workspace : NULL, &doctor);
	wrong = doctor_count(&doctor, DOCTOR_WRONG);
	if (args->json)
		json_print_doctor(&doctor);
	else
		print_findings(&doctor);
	if (!args->json && wrong)
		cli_print(n_("\n%zu thing is to be mended.\n", "\n%zu things are to be mended.\n", (int64_t)wrong), wrong);
	else if (!args->json)
		cli_print("\n%s\n", _("Nothing is to be mended."));
	doctor_release(&doctor);
	return wrong ? EXIT_FINDINGS : EXIT_DONE;
}

const struct command doctor_commands[] = {
	{ .name = "doctor",
	  .alone = true,
	  .usage = N_("doctor [-w FILE] [--json]"),
	  .help = N_("what is wrong with this machine, and how to mend it"),
	  .example = "louce doctor",
	  .options = NULL,
	  .json = "*",
	  .run = run_doctor },
	{ 0 },
};
