"""What each field at the desk is called and what belongs in it, kind by kind; `desk.labels` looks them up."""
