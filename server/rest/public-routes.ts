import type { Route } from './route';
import type { RouteDeps } from './routes';
import { agentRoutes } from './v1/convai/agents';
import { branchRoutes } from './v1/convai/branches';
import { conversationRoutes } from './v1/convai/conversation';
import { conversationsRoutes } from './v1/convai/conversations';
import { llmRoutes } from './v1/convai/llm';
import { mergeProposalRoutes } from './v1/convai/merge-proposals';
import { procedureRoutes } from './v1/convai/procedures';
import { environmentVariableRoutes } from './v1/convai/environment-variables';
import { secretRoutes } from './v1/convai/secrets';
import { toolRoutes } from './v1/convai/tools';
import { modelRoutes } from './v1/models';
import { pronunciationRoutes } from './v1/pronunciation-dictionaries';
import { singleUseTokenRoutes } from './v1/single-use-token';
import { speechToTextRoutes } from './v1/speech-to-text';
import { textToSpeechRoutes } from './v1/text-to-speech';
import { usageRoutes } from './v1/usage';
import { userRoutes } from './v1/user';
import { voiceRoutes } from './v1/voices';
import { authConnectionRoutes } from './v1/workspace/auth-connections';

/** Every route of the official list that there is here. */
export function publicRoutes(deps: RouteDeps): readonly Route[] {
  return [
    ...agentRoutes(deps),
    ...branchRoutes(),
    ...mergeProposalRoutes(),
    ...procedureRoutes(),
    ...authConnectionRoutes(deps),
    ...conversationRoutes(deps),
    ...conversationsRoutes(deps),
    ...environmentVariableRoutes(),
    ...llmRoutes(deps),
    ...modelRoutes(deps),
<<<<<<< HEAD
    ...secretRoutes(deps),
    ...toolRoutes(),
=======
    ...pronunciationRoutes(deps),
    ...singleUseTokenRoutes(deps),
    ...speechToTextRoutes(deps),
    ...textToSpeechRoutes(deps),
    ...usageRoutes(deps),
>>>>>>> 3e9e1b4 (feat(domain/speech): text to speech, speech to text, voices, pronunciation dictionaries, single-use tokens and usage over the public API)
    ...userRoutes(deps),
    ...voiceRoutes(deps),
  ];
}
