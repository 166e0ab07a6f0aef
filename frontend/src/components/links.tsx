import { Anchor, Button, type ButtonProps, Menu, type MenuItemProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentProps } from 'react'

type AnchorButtonProps = ButtonProps & Omit<ComponentProps<'a'>, keyof ButtonProps>

/** A link that looks like a button: it can be opened in a new tab and is announced as what it is. */
export function AnchorButton(props: AnchorButtonProps) {
  return <Button component="a" {...props} />
}

export function AnchorMenuItem(props: MenuItemProps & Omit<ComponentProps<'a'>, keyof MenuItemProps>) {
  return <Menu.Item component="a" {...props} />
}

/** Mantine's looks with the router's checked addresses. */
export const LinkAnchor = createLink(Anchor<'a'>)
export const LinkButton = createLink(AnchorButton)
export const LinkMenuItem = createLink(AnchorMenuItem)
