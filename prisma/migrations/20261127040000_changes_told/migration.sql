-- Tells the processes that listen what was changed, once the change is committed; server/db/notices.ts has the form.
CREATE FUNCTION tell_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('parley', jsonb_build_object('from', NULL, 'notices', jsonb_build_array(jsonb_build_array('changed',
    jsonb_build_object('workspaceId', NEW."workspaceId", 'kind', NEW."targetKind", 'id', left(NEW."targetId", 200)))))::TEXT);
  RETURN NULL;
END $$;

CREATE TRIGGER "AuditEntry_tell" AFTER INSERT ON "AuditEntry" FOR EACH ROW EXECUTE FUNCTION tell_change();
