"""What ./dev does, a module a concern.

The standard library only: this runs before anything is installed.

cli            the command line
ui             what a person reads: steps, refusals
layout         where things are: the checkout, the cache
locks          one at a time, and nothing half-finished
system         Debian packages a machine lacks
odoo_source    Odoo 19 itself
venv           the virtual environment from requirements.lock
postgres       the private database server
odoo           how Odoo is started: configuration, environment, log
database       templates, databases with the addon, updates
server         a served database, ports, what is running
browser        the browser that tests drive
history        the example history, loaded through Odoo's own import
application    the database that ./dev run serves
testrun        ./dev test
suite          all tests, in parts side by side
lint           ./dev lint
architecture/  the rules of the house, read off the source
prettier       the formatter of XML and JavaScript; node/ has its lock file
han_variants   makes the list of Han characters that stand for one another
benchmarks     ./dev bench
inside/        the few scripts that run inside Odoo
"""
