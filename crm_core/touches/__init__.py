"""The way of a touch: due rows become cases, cases verdicts, verdicts rows and e-mails.

`facts` loads what a batch's decisions rest on, `decide` claims, decides and writes in one
transaction, `deliver` sends what that transaction planned, each mailbox's part by a `mailbox_job`,
`record` writes the answers down, `rescue` takes over from runners that died.
"""
