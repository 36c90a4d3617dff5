static int one_line(int a)
{
	return a;
}

static struct thing *wrapped(int a,
    int b)
{
	return 0;
}

static int
brace(int a) {
	return a;
}

static int
long_one(int a)
{
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
	a++;
}

__attribute__((noreturn)) static void leave(void)
{
}
