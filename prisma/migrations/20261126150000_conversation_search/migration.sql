-- Words in what was said, found without reading every conversation.
CREATE INDEX "Conversation_words_idx" ON "Conversation" USING GIN (to_tsvector('simple', "searchText"));

-- Parts of words, by trigrams; where the extension cannot be had, such a search reads all and is slower, nothing else.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
EXCEPTION WHEN OTHERS THEN
  RAISE NOTICE 'pg_trgm is not available: %', SQLERRM;
END $$;
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm') THEN
    CREATE INDEX "Conversation_searchText_idx" ON "Conversation" USING GIN ("searchText" gin_trgm_ops);
  END IF;
END $$;
