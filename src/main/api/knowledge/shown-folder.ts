import type { KnowledgeFolder } from '../../../shared/contract/knowledge.ts';
import type { FolderStatus } from '../../knowledge/service.ts';

export function shownFolder(folder: FolderStatus): KnowledgeFolder {
  return { ...folder, problems: [...folder.problems] };
}
