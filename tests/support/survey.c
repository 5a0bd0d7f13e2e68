#include "survey.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Takes out of a file what stands from `from` to the first `to` behind it, which stays (NULL: to the end); where `from` is not there, nothing. */
static void
cut(struct value *files, const char *name, const char *from, const char *to, const char *put)
{
	const char *text = value_get_text(files, name), *at = text ? strstr(text, from) : NULL, *end;
	char *made;

	if (!at)
		return;
	end = to ? strstr(at, to) : text + strlen(text);
	made = mem_printf("%.*s%s%s", (int)(at - text), text, put, end ? end : "");
	value_set_text(files, name, made);
	free(made);
}

void
survey_alone(struct value *files)
{
	static const char *const forms[] = { "control", "notice", "appraisal", "plan", "work", "closure", "enforcement", "patrol" };

	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		char *name = mem_printf("%s.yaml", forms[i]), *listed = mem_printf(", %s", forms[i]);
		const char *text = value_get_text(files, "pack.yaml"), *line = strstr(text, "\nforms: ["), *at = strstr(line, listed);

		if (at)
			cut(files, "pack.yaml", listed, at + strlen(listed), "");
		value_remove(files, name);
		free(name);
		free(listed);
	}
	cut(files, "pack.yaml", "  - role: township_deputy", "  - role: township_clerk", "");
	cut(files, "pack.yaml", "\n  - role: appraiser", "\n\nacts:", "");
	cut(files, "pack.yaml", ", township_deputy, township_clerk, county_officer]", "\n", ", township_clerk, county_officer]");
	cut(files, "pack.yaml", "  # What the township typed from a paper report", "\ndeadlines:", "");
	cut(files, "pack.yaml", "# From a hazard to its strike-off.", "# Structure against walls", "");
	cut(files, "pack.yaml", "\"(SELECT a.grade FROM appraisal a ", "\n", "\"NULL\"");
	while (strstr(value_get_text(files, "pack.yaml"), ", appraisal]\n    calculation")) /* what falls with signatures */
		cut(files, "pack.yaml", ", appraisal]\n    calculation", "\n    calculation", "]");
	cut(files, "photo_check.yaml", ", report_floors, report_structure", "]", "");
	cut(files, "rules.yaml", "# ---- the closed loop", NULL, "");
	cut(files, "reports.yaml", "# What follows the hazards", NULL, "");
}
