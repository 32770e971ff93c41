"""What an incoming message is about and what follows from it, in the transaction that keeps it.

`matching` finds the person and the e-mail, `consequences` acts by the message's class: `answers`
ends, `bounces` stops or tries again, `absences` pauses and lets go on.

Locks are taken in one order: the people, the e-mail that the message is about, enrollments by id.
"""
