#include "app/session/libraries.h"

#include "base/mem.h"
#include "eval/library.h"
#include "form/library.h"
#include "seal/library.h"
#include "table/reader.h"

char *
libraries_in_use(void)
{
	return mem_printf("SQLite %s, libsodium %s, libyaml %s, libzip %s, %s", db_library_version(), seal_library_version(),
			  pack_yaml_version(), table_zip_version(), table_expat_version());
}
