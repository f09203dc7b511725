// SPDX-License-Identifier: GPL-3.0-or-later
// The reader's side of bench-watch.so.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "samples.h"
#include "watch.h"

struct watch *watch_open(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	struct watch *watch = MAP_FAILED;

	if (fd >= 0 && ftruncate(fd, sizeof *watch) == 0)
		watch = mmap(NULL, sizeof *watch, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (watch == MAP_FAILED)
		bench_give_up("cannot make %s", path);
	close(fd);
	return watch;
}
