#include "app/session/libraries.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "eval/library.h"
#include "form/yaml/library.h"
#include "seal/library.h"
#include "table/read/reader.h"
#include "table/write/office.h"

char *
libraries_in_use(void)
{
	char *office = table_office_version();
	char *text = mem_printf("SQLite %s, libsodium %s, libyaml %s, libzip %s, %s, %s", db_library_version(), seal_library_version(),
				pack_yaml_version(), table_zip_version(), table_expat_version(), office ? office : "no XLSX, no PDF");

	free(office);
	return text;
}

const char *
libraries_without_office(void)
{
	return table_has_office() ? NULL : _("This louce was built without XLSX and PDF: text, csv and html leave it.");
}
