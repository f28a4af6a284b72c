'use client';

import { createContext, type ReactNode, useContext } from 'react';
import { type Permission, type Role, rolePermissions } from '@/server/contracts/roles';

export interface WorkspaceInfo {
  readonly slug: string;
  readonly name: string;
  readonly role: Role;
}

export interface PersonInfo {
  readonly name: string | null;
  readonly email: string;
}

interface WorkspaceContextValue extends WorkspaceInfo {
  readonly person: PersonInfo;
}

const Context = createContext<WorkspaceContextValue | undefined>(undefined);

export function WorkspaceProvider({ value, children }: { readonly value: WorkspaceContextValue; readonly children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

/** The workspace of this page and what the signed-in member may do in it. The server checks again; this is for what to show. */
export function useWorkspace(): WorkspaceContextValue & { readonly may: (permission: Permission) => boolean; readonly href: (path: string) => string } {
  const value = useContext(Context);
  if (value === undefined) throw new Error('useWorkspace() needs a WorkspaceProvider above it');
  return {
    ...value,
    may: (permission) => rolePermissions[value.role].includes(permission),
    href: (path) => `/w/${value.slug}${path}`,
  };
}
