-- What was said is kept in conversations alone, where it is erased when its time has come; topics name conversations.
UPDATE "AgentTopics" SET "topics" = coalesce(
  (SELECT jsonb_agg(topic - 'description' ORDER BY place) FROM jsonb_array_elements("topics") WITH ORDINALITY AS found(topic, place)), '[]');
