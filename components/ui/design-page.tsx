'use client';

import { AudioLines, Bell, Plus, Trash2 } from 'lucide-react';
import { useTheme } from 'next-themes';
import { type ReactNode, useState } from 'react';
import { Avatar } from './avatar';
import { Badge } from './badge';
import { Button } from './button';
import { Card } from './card';
import { CodeBlock } from './code-block';
import { Combobox } from './combobox';
import { ConfirmDialog } from './confirm-dialog';
import { Dialog, DialogContent, DialogTrigger, SheetContent } from './dialog';
import { Dropdown, DropdownContent, DropdownItem, DropdownSeparator, DropdownTrigger } from './dropdown';
import { EmptyState } from './empty-state';
import { Field } from './field';
import { Input } from './input';
import { Kbd } from './kbd';
import { Notice } from './notice';
import { Progress } from './progress';
import { Segmented } from './segmented';
import { Select } from './select';
import { Skeleton } from './skeleton';
import { Slider } from './slider';
import { SwitchRow } from './switch';
import { Table, TableBody, TableHead, TableRow, Td, Th } from './table';
import { Tabs, TabsContent, TabsList, TabsTrigger } from './tabs';
import { Textarea } from './textarea';
import { toast } from './toaster';
import { Tooltip } from './tooltip';

// The words here are samples for developers and are not translated.
const colours = [
  'paper',
  'surface',
  'raised',
  'sunken',
  'line',
  'edge',
  'ink',
  'ink-soft',
  'ink-faint',
  'accent',
  'accent-soft',
  'participant',
  'participant-soft',
  'agent',
  'danger',
  'danger-soft',
  'warn',
  'warn-soft',
  'good',
  'good-soft',
];
const languages = ['English', 'Español', 'Português', 'Deutsch', 'Français'].map((label) => ({ value: label.slice(0, 2).toLowerCase(), label }));

export function DesignPage() {
  const { resolvedTheme, setTheme } = useTheme();
  const [choice, setChoice] = useState('en');
  const [segment, setSegment] = useState('normal');
  const [speed, setSpeed] = useState(1);
  const [isOn, setIsOn] = useState(true);
  return (
    <main className="mx-auto grid max-w-5xl gap-10 px-6 py-10">
      <header className="flex items-center justify-between">
        <h1 className="font-serif text-3xl font-medium">Design</h1>
        <Button onClick={() => setTheme(resolvedTheme === 'dark' ? 'light' : 'dark')}>Change the theme</Button>
      </header>
      <Part title="Colours">
        <div className="grid grid-cols-4 gap-3 sm:grid-cols-5">
          {colours.map((name) => (
            <div key={name} className="grid gap-1 text-xs">
              <span className="h-12 rounded-md border" style={{ background: `var(--${name})` }} />
              {name}
            </div>
          ))}
        </div>
      </Part>
      <Part title="Type">
        <p className="font-serif text-3xl">Display, Newsreader 38</p>
        <p className="font-serif text-2xl">Page title 28</p>
        <p className="font-serif text-xl">Section title 21</p>
        <p className="font-serif text-lg">What people say is set in a serif, 17.</p>
        <p className="text-base">Interface, generous 15</p>
        <p className="text-sm">Interface, dense 13.5 — 0123456789</p>
        <p className="text-xs text-ink-faint">Hints and labels 12</p>
        <p className="font-mono text-xs">agent_01jv8w · monospace 12</p>
      </Part>
      <Part title="Buttons">
        {(['primary', 'plain', 'quiet', 'danger', 'danger-quiet', 'link'] as const).map((look) => (
          <div key={look} className="flex flex-wrap items-center gap-2">
            <Button look={look} size="lg">
              {look}
            </Button>
            <Button look={look}>
              <Plus aria-hidden />
              {look}
            </Button>
            <Button look={look} size="sm">
              {look}
            </Button>
            <Button look={look} disabled>
              disabled
            </Button>
            <Button look={look} isBusy>
              busy
            </Button>
          </div>
        ))}
      </Part>
      <Part title="Fields">
        <div className="grid gap-5 sm:grid-cols-2">
          <Field label="Name" hint="What your team calls it.">
            {(control) => <Input placeholder="Café Luna" {...control} />}
          </Field>
          <Field label="With an error" error="A name is needed.">
            {(control) => <Input {...control} />}
          </Field>
          <Field label="Disabled">{(control) => <Input disabled value="Cannot be changed" {...control} />}</Field>
          <Field label="Select">{(control) => <Select value={choice} onValueChange={setChoice} options={languages} {...control} />}</Field>
          <Field label="Combobox">
            {(control) => (
              <Combobox
                value={choice}
                onValueChange={setChoice}
                options={languages}
                placeholder="Choose"
                searchPlaceholder="Search"
                emptyText="Nothing"
                {...control}
              />
            )}
          </Field>
          <Field label="Text" aside="24 characters">
            {(control) => <Textarea rows={3} {...control} />}
          </Field>
          <SwitchRow label="A switch" hint="With its hint." checked={isOn} onCheckedChange={setIsOn} />
          <Slider aria-label="Speed" min={0.7} max={1.2} step={0.05} value={speed} onValueChange={setSpeed} />
          <Segmented
            aria-label="Eagerness"
            value={segment}
            onValueChange={setSegment}
            options={['patient', 'normal', 'eager'].map((value) => ({ value, label: value }))}
          />
          <Progress value={0.4} label="Download" />
        </div>
      </Part>
      <Part title="Marks">
        <div className="flex flex-wrap gap-2">
          {(['neutral', 'accent', 'good', 'warn', 'danger', 'participant'] as const).map((tone) => (
            <Badge key={tone} tone={tone}>
              {tone}
            </Badge>
          ))}
          <Kbd>⌘K</Kbd>
          <Avatar name="Ada Lovelace" />
        </div>
        <Notice title="For your information">Something worth knowing.</Notice>
        <Notice tone="warn" title="Look here">
          Something that may go wrong.
        </Notice>
        <Notice tone="danger" title="It went wrong">
          And what to do about it.
        </Notice>
        <CodeBlock code="npm run -s parley -- talk cafe" />
        <Skeleton className="h-10" />
      </Part>
      <Part title="Layers">
        <div className="flex flex-wrap gap-2">
          <Dialog>
            <DialogTrigger asChild>
              <Button>Dialog</Button>
            </DialogTrigger>
            <DialogContent title="A dialog" description="With a description.">
              Content
            </DialogContent>
          </Dialog>
          <Dialog>
            <DialogTrigger asChild>
              <Button>Sheet</Button>
            </DialogTrigger>
            <SheetContent title="A sheet">
              <p className="p-5">Content</p>
            </SheetContent>
          </Dialog>
          <ConfirmDialog
            trigger={
              <Button look="danger-quiet">
                <Trash2 aria-hidden />
                Confirm
              </Button>
            }
            title="Delete Café Luna?"
            description="This cannot be undone."
            confirmLabel="Delete"
            typeToConfirm="Café Luna"
            onConfirm={() => Promise.resolve()}
          />
          <Dropdown>
            <DropdownTrigger asChild>
              <Button>Dropdown</Button>
            </DropdownTrigger>
            <DropdownContent>
              <DropdownItem>Duplicate</DropdownItem>
              <DropdownSeparator />
              <DropdownItem isDanger>Delete</DropdownItem>
            </DropdownContent>
          </Dropdown>
          <Tooltip text="Says what the picture means">
            <Button size="icon" aria-label="Notifications">
              <Bell aria-hidden />
            </Button>
          </Tooltip>
          <Button onClick={() => toast.success('Saved as version 4')}>Toast</Button>
        </div>
      </Part>
      <Part title="Data">
        <Table aria-label="Conversations">
          <TableHead>
            <tr>
              <Th>Agent</Th>
              <Th className="text-right">Duration</Th>
              <Th>Status</Th>
            </tr>
          </TableHead>
          <TableBody>
            <TableRow>
              <Td>Café Luna</Td>
              <Td className="text-right">1:24</Td>
              <Td>
                <Badge tone="good">success</Badge>
              </Td>
            </TableRow>
            <TableRow>
              <Td>Nimbus support</Td>
              <Td className="text-right">12:03</Td>
              <Td>
                <Badge>done</Badge>
              </Td>
            </TableRow>
          </TableBody>
        </Table>
        <Tabs defaultValue="a">
          <TabsList>
            <TabsTrigger value="a">Transcript</TabsTrigger>
            <TabsTrigger value="b">Events</TabsTrigger>
          </TabsList>
          <TabsContent value="a" className="pt-3">
            First
          </TabsContent>
          <TabsContent value="b" className="pt-3">
            Second
          </TabsContent>
        </Tabs>
        <EmptyState
          picture={<AudioLines />}
          title="Nothing yet"
          description="What belongs here, and how to begin."
          action={<Button look="primary">Begin</Button>}
        />
      </Part>
    </main>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className="grid gap-3">
      <h2 className="font-serif text-xl font-medium">{title}</h2>
      <Card className="grid gap-4 p-5">{children}</Card>
    </section>
  );
}
